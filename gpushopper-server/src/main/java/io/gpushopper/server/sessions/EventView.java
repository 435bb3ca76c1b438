package io.gpushopper.server.sessions;

import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.sdk.wire.SessionEventJson;
import io.gpushopper.sdk.wire.SessionEventsJson;
import io.gpushopper.sdk.wire.SessionStatus;
import java.util.List;

/** Audit trails as the API shows them. */
final class EventView {
    /** So many events are told at once; a trail is a few lines. */
    static final int MOST = 1_000;

    private EventView() {}

    /** The trail as far as it was read: up to one more than {@link #MOST}. */
    static SessionEventsJson trail(SessionId session, List<RecordedEvent> read) {
        List<SessionEventJson> shown =
                read.stream().limit(MOST).map(EventView::event).toList();
        Long next = read.size() > MOST ? shown.get(MOST - 1).id() : null;
        return new SessionEventsJson(session.value(), shown, shown.size(), next);
    }

    static SessionEventJson event(RecordedEvent recorded) {
        SessionEvent event = recorded.event();
        return new SessionEventJson(
                recorded.id(),
                event.at(),
                new SessionStatus(event.from().word()),
                new SessionStatus(event.to().word()),
                event.reason(),
                event.actor().word());
    }
}
