package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SessionEvent;

/**
 * An event as the store keeps it. Immutable.
 *
 * @param id positive; rises within a session with each event, with gaps, and is the same whoever reads it and whenever
 * @param event what happened
 */
public record RecordedEvent(long id, SessionEvent event) {
    public RecordedEvent {
        requireNonNull(event, "event");
        if (id < 1) {
            throw new IllegalArgumentException("an event's id is at least 1");
        }
    }
}
