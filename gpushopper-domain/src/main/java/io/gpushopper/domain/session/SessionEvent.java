package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One line of a session's audit trail.
 *
 * @param session whose
 * @param at when
 * @param from the public status before
 * @param to the public status after; equal to {@code from} when something happened that changed none
 * @param reason what happened, for people, without secrets
 * @param actor who caused it
 */
public record SessionEvent(
        SessionId session, Instant at, SessionStatus from, SessionStatus to, String reason, Actor actor) {
    public SessionEvent {
        requireNonNull(session, "session");
        requireNonNull(at, "at");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(reason, "reason");
        requireNonNull(actor, "actor");
    }
}
