package io.gpushopper.persistence;

import io.gpushopper.domain.session.Actor;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.RecordedEvent;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table of the audit trail. */
final class EventRows {
    private static final Table TABLE = new Table(
            "session_events",
            List.of("session_id"),
            List.of("happened_at", "from_status", "to_status", "actor"),
            List.of("reason"));

    private EventRows() {}

    static void append(Handle handle, List<SessionEvent> events) {
        for (SessionEvent event : events) {
            TABLE.insert(
                    handle,
                    new Columns()
                            .with("session_id", event.session().value())
                            .with("happened_at", event.at())
                            .with("from_status", event.from())
                            .with("to_status", event.to())
                            .with("reason", event.reason())
                            .with("actor", event.actor()));
        }
    }

    static List<RecordedEvent> of(Handle handle, SessionId session, long after, int most) {
        return handle.createQuery("select * from session_events where session_id = :id and line > :after"
                        + " order by line limit :most")
                .bind("id", session.value())
                .bind("after", after)
                .bind("most", most)
                .map((results, context) -> {
                    Row row = new Row(results);
                    SessionEvent event = new SessionEvent(
                            row.session("session_id"),
                            row.time("happened_at"),
                            row.word("from_status", SessionStatus.class),
                            row.word("to_status", SessionStatus.class),
                            row.text("reason"),
                            row.word("actor", Actor.class));
                    return new RecordedEvent(row.big("line"), event);
                })
                .list();
    }
}
