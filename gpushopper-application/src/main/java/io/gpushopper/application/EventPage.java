package io.gpushopper.application;

import io.gpushopper.ports.RecordedEvent;
import java.util.List;

/**
 * What comes next in the audit trail of a session. Immutable.
 *
 * @param events oldest first
 * @param isLast whether the session is over and nothing follows on these
 */
public record EventPage(List<RecordedEvent> events, boolean isLast) {
    public EventPage {
        events = List.copyOf(events);
    }

    /** The part of it that comes after that event. */
    EventPage after(long id) {
        return new EventPage(events.stream().filter(event -> event.id() > id).toList(), isLast);
    }
}
