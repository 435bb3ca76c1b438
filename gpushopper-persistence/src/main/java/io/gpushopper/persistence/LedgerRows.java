package io.gpushopper.persistence;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.LedgerLine;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The tables of the books: intervals and corrections. A line is added, and an open one gets its end once, and until then a word for how it stands. */
final class LedgerRows {
    private static final List<String> LINE = List.of("session_id", "provider", "instance_id", "kind");
    private static final List<String> UNDER = List.of("consumer", "gpu_model", "tag", "reason");
    private static final Table INTERVALS =
            new Table("ledger_intervals", LINE, List.of("from_at", "to_at", "rate_per_hour", "estimated"), UNDER);
    private static final Table CORRECTIONS =
            new Table("ledger_corrections", LINE, List.of("at_time", "difference", "booked_at"), UNDER);

    private static final String CLOSE =
            "update ledger_intervals set to_at = :to_at, estimated = :estimated, reason = :reason"
                    + " where session_id = :session_id and provider = :provider and instance_id = :instance_id"
                    + " and kind = :kind and from_at = :from_at and to_at is null";

    private static final int SESSIONS_AT_ONCE = 500;

    private LedgerRows() {}

    /** Books lines in their order: each takes the place of the open line of its session, instance, kind and start, if any. */
    static void book(Handle handle, Session session, List<LedgerInterval> lines) {
        for (LedgerInterval line : lines) {
            Columns columns = interval(LedgerEntry.booked(session, line), line);
            boolean known = handle.createUpdate(CLOSE).bindMap(columns.values()).execute() > 0;
            if (!known) {
                INTERVALS.insert(handle, columns);
            }
        }
        if (!lines.isEmpty()) {
            CostDayRows.write(handle, session.id());
        }
    }

    /** Appends corrections to the books of a session, whose row is locked. */
    static void correct(Handle handle, Session session, List<LedgerEntry> books, List<LedgerCorrection> corrections) {
        for (LedgerCorrection correction : corrections) {
            LedgerEntry entry = books.stream()
                    .filter(known -> known.line().instance().equals(correction.instance()))
                    .findFirst()
                    .map(known -> known.corrected(correction))
                    .orElseGet(() -> LedgerEntry.booked(session, correction));
            CORRECTIONS.insert(handle, correction(entry, correction));
        }
        if (!corrections.isEmpty()) {
            CostDayRows.write(handle, session.id());
        }
    }

    static List<LedgerInterval> of(Handle handle, SessionId session) {
        return books(handle, List.of(session)).getOrDefault(session, List.of()).stream()
                .map(LedgerEntry::line)
                .filter(LedgerInterval.class::isInstance)
                .map(LedgerInterval.class::cast)
                .toList();
    }

    /** The whole books of each session, by when their lines begin to count and then as they were booked. */
    static Map<SessionId, List<LedgerEntry>> books(Handle handle, Collection<SessionId> sessions) {
        List<String> ids = sessions.stream().map(SessionId::value).distinct().toList();
        Map<SessionId, List<LedgerEntry>> books = new LinkedHashMap<>();
        for (int first = 0; first < ids.size(); first += SESSIONS_AT_ONCE) {
            List<String> some = ids.subList(first, Math.min(first + SESSIONS_AT_ONCE, ids.size()));
            read(handle, "ledger_intervals", some, LedgerRows::interval, books);
            read(handle, "ledger_corrections", some, LedgerRows::correction, books);
        }
        books.values()
                .forEach(lines ->
                        lines.sort(Comparator.comparing(entry -> entry.line().from())));
        return books;
    }

    private static void read(
            Handle handle,
            String table,
            List<String> sessions,
            Reader reader,
            Map<SessionId, List<LedgerEntry>> books) {
        handle.createQuery("select * from " + table + " where session_id in (<sessions>) order by line")
                .bindList("sessions", sessions)
                .map((results, context) -> entry(results, reader))
                .forEach(entry -> books.computeIfAbsent(entry.line().session(), id -> new ArrayList<>())
                        .add(entry));
    }

    private static LedgerEntry entry(ResultSet results, Reader reader) throws SQLException {
        Row row = new Row(results);
        return new LedgerEntry(
                reader.read(row),
                new ConsumerId(row.text("consumer")),
                new GpuModel(row.text("gpu_model")),
                row.tag("tag"),
                row.text("reason"));
    }

    private static LedgerInterval interval(Row row) throws SQLException {
        return new LedgerInterval(
                row.session("session_id"),
                row.instance("provider", "instance_id"),
                row.word("kind", ChargeKind.class),
                row.time("from_at"),
                row.timeOrNull("to_at"),
                row.rate("rate_per_hour"),
                row.flag("estimated"));
    }

    private static LedgerCorrection correction(Row row) throws SQLException {
        return new LedgerCorrection(
                row.session("session_id"),
                row.instance("provider", "instance_id"),
                row.word("kind", ChargeKind.class),
                row.time("at_time"),
                new Accrued(new BigInteger(row.text("difference"))),
                row.text("reason"),
                row.time("booked_at"));
    }

    static Columns interval(LedgerEntry entry, LedgerInterval line) {
        return line(entry)
                .with("from_at", line.from())
                .with("to_at", line.to())
                .with("rate_per_hour", line.rate())
                .with("estimated", line.estimated());
    }

    private static Columns correction(LedgerEntry entry, LedgerCorrection line) {
        return line(entry)
                .with("at_time", line.from())
                .with("difference", (Object) new BigDecimal(line.difference().units()))
                .with("booked_at", line.bookedAt());
    }

    private static Columns line(LedgerEntry entry) {
        LedgerLine line = entry.line();
        return new Columns()
                .with("session_id", line.session().value())
                .with("provider", line.instance().provider().value())
                .with("instance_id", line.instance().value())
                .with("kind", line.kind())
                .with("consumer", entry.consumer().value())
                .with("gpu_model", entry.gpu().name())
                .with("tag", entry.tag().text())
                .with("reason", entry.reason());
    }

    /** Reads one line from its row. */
    private interface Reader {
        LedgerLine read(Row row) throws SQLException;
    }
}
