package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import java.time.Instant;

/**
 * What a look at a running session showed.
 *
 * @param session the session
 * @param at when it was looked at
 * @param sshAvailable whether the engine could log in just now
 * @param detail why not, for people; empty when it could
 */
public record Diagnosis(Session session, Instant at, boolean sshAvailable, String detail) {
    public Diagnosis {
        requireNonNull(session, "session");
        requireNonNull(at, "at");
        requireNonNull(detail, "detail");
    }
}
