package io.gpushopper.persistence;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.ledger.CostCell;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.CostQuery;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The table of what each session with closed books was charged by day. Its rows are made anew from the session's lines whenever one of them
 * is written, in the same transaction, so that the two can't part. What runs is added up from its lines.
 */
final class CostDayRows {
    private static final String DELETE = "delete from cost_days where session_id = :session_id";

    static final String INSERT = "insert into cost_days"
            + " (session_id, epoch_day, consumer, provider, gpu_model, compute, storage, used_micros) values"
            + " (:session_id, :epoch_day, :consumer, :provider, :gpu_model, :compute, :storage, :used_micros)";

    private static final String DAYS = "select session_id, epoch_day, consumer, provider, gpu_model,"
            + " compute, storage, used_micros from cost_days";

    private static final String OPEN = "select distinct session_id from ledger_intervals where to_at is null";

    private static final String AND_OVER =
            " and session_id in (select id from sessions where active_key is null and state <> 'kept')";

    private CostDayRows() {}

    /** Writes the days of a session whose row is locked, as its lines are now. */
    static void write(Handle handle, SessionId session) {
        List<LedgerEntry> books = LedgerRows.books(handle, List.of(session)).getOrDefault(session, List.of());
        handle.createUpdate(DELETE).bind("session_id", session.value()).execute();
        if (books.stream().noneMatch(LedgerEntry::isOpen)) {
            insert(handle, session, CostReport.closed(books).cells());
        }
    }

    /** Writes the days of books that are older than their table; all of them or none. */
    static void writeFirst(Handle handle) {
        boolean known = isThere(handle, "select 1 from cost_days limit 1");
        if (!known && isThere(handle, "select 1 from ledger_intervals where to_at is not null limit 1")) {
            handle.createQuery("select distinct session_id from ledger_intervals")
                    .map((results, context) -> new Row(results).session("session_id"))
                    .list()
                    .forEach(session -> write(handle, session));
        }
    }

    static CostReport report(Handle handle, CostQuery query, Instant now) {
        return closed(handle, query)
                .plus(CostReport.of(
                        open(handle, query.consumers()).values(),
                        query.period().begin(),
                        query.period().endBy(now)));
    }

    static List<SessionId> charged(Handle handle, CostQuery query) {
        Selection days = Selection.of(query);
        List<SessionId> sessions = new ArrayList<>(days.bound(handle.createQuery("select session_id from cost_days"
                        + days.where() + " group by session_id order by min(epoch_day), session_id"))
                .map((results, context) -> new Row(results).session("session_id"))
                .list());
        sessions.addAll(open(handle, query.consumers()).keySet());
        return sessions;
    }

    static Map<ProviderId, Accrued> spent(Handle handle, Instant now) {
        Map<ProviderId, Accrued> spent = new TreeMap<>();
        handle.createQuery("select provider, sum(compute) + sum(storage) as amount from cost_days group by provider")
                .map((results, context) -> {
                    Row row = new Row(results);
                    return Map.entry(row.provider("provider"), accrued(row, "amount"));
                })
                .forEach(sum -> spent.put(sum.getKey(), sum.getValue()));
        CostReport.of(open(handle, null).values(), Instant.EPOCH, now)
                .by(CostCell::provider)
                .forEach((provider, amount) -> spent.merge(provider, amount, Accrued::plus));
        return spent;
    }

    /** What a consumer's sessions that are over, with nothing kept, were charged in a period. */
    static Accrued spentOver(Handle handle, ConsumerId consumer, CostPeriod period, Instant now) {
        Selection days = Selection.of(new CostQuery(period, Set.of(consumer)));
        Accrued closed = days.bound(handle.createQuery(
                        "select sum(compute) + sum(storage) as amount from cost_days" + days.where() + AND_OVER))
                .map((results, context) -> accruedOrZero(new Row(results), "amount"))
                .one();
        List<SessionId> running = handle.createQuery(OPEN + " and consumer = :consumer" + AND_OVER)
                .bind("consumer", consumer.value())
                .map((results, context) -> new Row(results).session("session_id"))
                .list();
        return closed.plus(CostReport.of(LedgerRows.books(handle, running).values(), period.begin(), period.endBy(now))
                .total());
    }

    private static CostReport closed(Handle handle, CostQuery query) {
        Selection days = Selection.of(query);
        Set<String> sessions = new HashSet<>();
        // A session has a day or two, so that sums of the database are hardly fewer than the days, and cost it more
        // than reading them.
        List<CostCell> cells = days.bound(handle.createQuery(DAYS + days.where()))
                .map((results, context) -> {
                    Row row = new Row(results);
                    sessions.add(row.text("session_id"));
                    return cell(row);
                })
                .list();
        return new CostReport(cells, sessions.size());
    }

    /** The whole books of the sessions of which a line runs. */
    private static Map<SessionId, List<LedgerEntry>> open(Handle handle, @Nullable Set<ConsumerId> consumers) {
        Map<String, Object> arguments = new HashMap<>();
        String condition = consumers == null ? "" : " and " + among(consumers, arguments);
        List<SessionId> running = handle.createQuery(OPEN + condition + " order by session_id")
                .bindMap(arguments)
                .map((results, context) -> new Row(results).session("session_id"))
                .list();
        return LedgerRows.books(handle, running);
    }

    private static boolean isThere(Handle handle, String query) {
        return handle.createQuery(query).mapTo(Integer.class).findFirst().isPresent();
    }

    private static void insert(Handle handle, SessionId session, Collection<CostCell> cells) {
        if (cells.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(INSERT);
        for (CostCell cell : cells) {
            batch.bindMap(columns(session, cell).values()).add();
        }
        batch.execute();
    }

    static Columns columns(SessionId session, CostCell cell) {
        return new Columns()
                .with("session_id", session.value())
                .with("epoch_day", (int) cell.day().toEpochDay())
                .with("consumer", cell.consumer().value())
                .with("provider", cell.provider().value())
                .with("gpu_model", cell.gpu().name())
                .with("compute", (Object) new BigDecimal(cell.compute().units()))
                .with("storage", (Object) new BigDecimal(cell.storage().units()))
                .with("used_micros", micros(cell.used()));
    }

    private static CostCell cell(Row row) throws SQLException {
        return new CostCell(
                LocalDate.ofEpochDay(row.number("epoch_day")),
                new ConsumerId(row.text("consumer")),
                row.provider("provider"),
                new GpuModel(row.text("gpu_model")),
                accrued(row, "compute"),
                accrued(row, "storage"),
                Duration.of(row.big("used_micros"), ChronoUnit.MICROS));
    }

    private static Accrued accrued(Row row, String column) throws SQLException {
        return new Accrued(new BigInteger(row.text(column)));
    }

    private static Accrued accruedOrZero(Row row, String column) throws SQLException {
        return row.textOrNull(column) == null ? Accrued.ZERO : accrued(row, column);
    }

    private static long micros(Duration time) {
        return time.dividedBy(Duration.of(1, ChronoUnit.MICROS));
    }

    private static String among(Set<ConsumerId> consumers, Map<String, Object> arguments) {
        return SessionSelection.among(
                "consumer", consumers.stream().map(ConsumerId::value).toList(), arguments);
    }

    /** Some of the days. */
    private record Selection(String where, Map<String, Object> arguments) {
        static Selection of(CostQuery query) {
            Map<String, Object> arguments = new HashMap<>();
            arguments.put("first", (int) query.period().first().toEpochDay());
            arguments.put("last", (int) query.period().last().toEpochDay());
            Set<ConsumerId> consumers = query.consumers();
            String condition = consumers == null ? "" : " and " + among(consumers, arguments);
            return new Selection(" where epoch_day between :first and :last" + condition, arguments);
        }

        Query bound(Query query) {
            return query.bindMap(arguments);
        }
    }
}
