package io.gpushopper.persistence;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.SessionId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table of the books. A line is added, and an open one gets its end once. */
final class LedgerRows {
    private static final String KEY = "session_id, provider, instance_id, kind, from_at";

    private static final String OPEN = "insert into ledger_intervals (" + KEY + ", to_at, rate_per_hour, estimated)"
            + " values (:session_id, :provider, :instance_id, :kind, :from_at, :to_at, :rate_per_hour, :estimated)";

    private static final String CLOSE = "update ledger_intervals set to_at = :to_at, estimated = :estimated"
            + " where session_id = :session_id and provider = :provider and instance_id = :instance_id"
            + " and kind = :kind and from_at = :from_at and to_at is null";

    private LedgerRows() {}

    /** Books lines in their order: an ended one closes the open line of its session, instance, kind and start, if any. */
    static void book(Handle handle, List<LedgerInterval> lines) {
        for (LedgerInterval line : lines) {
            Columns columns = columns(line);
            boolean closed = line.to() != null
                    && handle.createUpdate(CLOSE).bindMap(columns.values()).execute() > 0;
            if (!closed) {
                handle.createUpdate(OPEN).bindMap(columns.values()).execute();
            }
        }
    }

    static List<LedgerInterval> of(Handle handle, SessionId session) {
        return handle.createQuery("select * from ledger_intervals where session_id = :id order by from_at, line")
                .bind("id", session.value())
                .map((results, context) -> {
                    Row row = new Row(results);
                    return new LedgerInterval(
                            row.session("session_id"),
                            row.instance("provider", "instance_id"),
                            row.word("kind", ChargeKind.class),
                            row.time("from_at"),
                            row.timeOrNull("to_at"),
                            row.rate("rate_per_hour"),
                            row.flag("estimated"));
                })
                .list();
    }

    private static Columns columns(LedgerInterval line) {
        return new Columns()
                .with("session_id", line.session().value())
                .with("provider", line.instance().provider().value())
                .with("instance_id", line.instance().value())
                .with("kind", line.kind())
                .with("from_at", line.from())
                .with("to_at", line.to())
                .with("rate_per_hour", line.rate())
                .with("estimated", line.estimated());
    }
}
