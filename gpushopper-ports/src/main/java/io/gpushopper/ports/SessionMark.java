package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SessionStatus;

/**
 * How far a session has come: what is needed to see that it was written since it was read last. Immutable.
 *
 * @param version of its stamp; raised by every write
 * @param status as it is now
 * @param lastEvent the id of its latest event; 0 when there is none
 */
public record SessionMark(long version, SessionStatus status, long lastEvent) {
    public SessionMark {
        requireNonNull(status, "status");
    }
}
