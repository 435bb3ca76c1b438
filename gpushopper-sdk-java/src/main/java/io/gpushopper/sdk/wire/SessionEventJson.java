package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One line of a session's audit trail. Immutable.
 *
 * <pre>{@code
 * {"id": 42, "time": "2026-01-29T12:00:41Z", "from": "provisioning", "to": "running", "reason": "verified over SSH",
 *  "actor": "engine"}
 * }</pre>
 *
 * @param id rises within a session, with gaps, and is the same from every server and after a restart
 * @param time when it happened
 * @param from the status before
 * @param to the status after; equal to {@code from} when something happened that changed none
 * @param reason what happened, for people
 * @param actor who caused it: {@code consumer}, {@code engine} or {@code provider}; newer servers may know more
 */
public record SessionEventJson(
        long id, Instant time, SessionStatus from, SessionStatus to, String reason, String actor) {
    public SessionEventJson {
        requireNonNull(time, "time");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(reason, "reason");
        requireNonNull(actor, "actor");
    }
}
