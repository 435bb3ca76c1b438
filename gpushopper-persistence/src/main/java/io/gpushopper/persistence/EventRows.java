package io.gpushopper.persistence;

import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table of the audit trail. */
final class EventRows {
    private static final Table TABLE = new Table(
            "session_events",
            List.of("session_id"),
            List.of("happened_at", "from_status", "to_status"),
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
                            .with("reason", event.reason()));
        }
    }

    static List<SessionEvent> of(Handle handle, SessionId session) {
        return handle.createQuery("select * from session_events where session_id = :id order by line")
                .bind("id", session.value())
                .map((results, context) -> {
                    Row row = new Row(results);
                    return new SessionEvent(
                            row.session("session_id"),
                            row.time("happened_at"),
                            row.word("from_status", SessionStatus.class),
                            row.word("to_status", SessionStatus.class),
                            row.text("reason"));
                })
                .list();
    }
}
