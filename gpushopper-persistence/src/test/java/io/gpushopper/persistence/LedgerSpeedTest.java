package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostCell;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.ports.CostQuery;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.testkit.SettableClock;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long sums over big books take: {@code scripts/measure-ledger} fills them with a million intervals and prints it (docs/performance.md).
 * In every build it runs over a thousand, and shows only that sums over days are those over lines.
 */
final class LedgerSpeedTest {
    private static final int LINES = Integer.getInteger("ledger.lines", 1_000);
    private static final int LINES_A_SESSION = 5;
    private static final int CONSUMERS = 50;
    private static final int DAYS = 730;
    private static final int SESSIONS_A_BATCH = 1_000;
    private static final int TIMES = 9;
    private static final String INTERVAL =
            "insert into ledger_intervals (session_id, provider, instance_id, kind, from_at,"
                    + " to_at, rate_per_hour, estimated, consumer, gpu_model, tag, reason) values (:session_id, :provider, :instance_id,"
                    + " :kind, :from_at, :to_at, :rate_per_hour, :estimated, :consumer, :gpu_model, :tag, :reason)";
    private static final List<String> MODELS = List.of("RTX 4090", "A100 SXM4", "H100 SXM5", "L40S", "RTX 3090");
    private static final Instant NOW = SettableClock.START;
    private static final LocalDate TODAY = CostPeriod.dayOf(NOW);
    private static final CostPeriod MONTH = CostPeriod.month(TODAY.minusMonths(5));

    @Test
    void addsUpAMonthOfTwoYearsOnH2(@TempDir Path directory) {
        try (Stores stores = TestStores.embedded(directory)) {
            measure("H2", stores, Jdbi.create("jdbc:h2:async:" + directory.resolve("store"), "sa", ""));
        }
    }

    @Test
    void addsUpAMonthOfTwoYearsOnPostgres() {
        String url = TestPostgres.newDatabase();
        try (Stores stores = TestStores.postgres(url)) {
            measure("PostgreSQL", stores, Jdbi.create(url, "postgres", "postgres"));
        }
    }

    private static void measure(String name, Stores stores, Jdbi jdbi) {
        Session running = aSession(1).running().build();
        stores.sessions().create(SessionCreation.of(running, ENGINE_KEY));
        stores.sessions()
                .save(
                        new Decision(
                                running,
                                List.of(interval(running, ChargeKind.COMPUTE, NOW.minusSeconds(60), null, "0.4")),
                                List.of(),
                                List.of()),
                        Durability.COMMITTED);
        jdbi.useHandle(LedgerSpeedTest::fill);
        jdbi.useHandle(handle -> handle.execute("analyze"));
        CostQuery everybody = new CostQuery(MONTH, null);
        CostQuery one = new CostQuery(MONTH, Set.of(new ConsumerId("consumer-7")));
        CostReport all = stores.ledger().report(everybody, NOW);
        assertThat(fromLines(jdbi, everybody)).isEqualTo(all.total().units());
        assertThat(fromLines(jdbi, one))
                .isEqualTo(stores.ledger().report(one, NOW).total().units());
        System.out.printf("%s: %d intervals, %d sessions in the month%n", name, LINES, all.sessions());
        print(name, "month, one consumer", () -> stores.ledger().report(one, NOW));
        print(name, "month, everybody", () -> stores.ledger().report(everybody, NOW));
        print(
                name,
                "day, everybody",
                () -> stores.ledger().report(new CostQuery(CostPeriod.day(MONTH.first()), null), NOW));
        print(name, "all that was ever spent", () -> stores.ledger().spent(NOW));
        print(name, "month, one consumer, from the lines", () -> fromLines(jdbi, one));
        print(name, "month, everybody, from the lines", () -> fromLines(jdbi, everybody));
    }

    /** The sum without the table of days: every line that overlaps the month, cut in the database. */
    private static BigInteger fromLines(Jdbi jdbi, CostQuery query) {
        Set<ConsumerId> consumers = query.consumers();
        String consumer = consumers == null
                ? ""
                : " and consumer = '" + consumers.iterator().next().value() + "'";
        return jdbi.withHandle(handle -> {
            BigInteger sum = BigInteger.ZERO;
            List<LedgerInterval> lines = handle.createQuery("select * from ledger_intervals where from_at < :end"
                            + " and (to_at > :begin or to_at is null)" + consumer)
                    .bind("begin", Columns.stored(query.period().begin()))
                    .bind("end", Columns.stored(query.period().end()))
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
            for (LedgerInterval line : lines) {
                sum = sum.add(line.within(query.period().begin(), query.period().end())
                        .units());
            }
            return sum;
        });
    }

    private static void print(String name, String what, Supplier<?> question) {
        if (LINES < 10_000) {
            return;
        }
        double[] millis = new double[TIMES];
        for (int i = -2; i < TIMES; i++) {
            long begun = System.nanoTime();
            question.get();
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: %s: median %.1f ms, slowest %.1f ms%n",
                name,
                what,
                millis[TIMES / 2],
                millis[TIMES - 1]);
    }

    private static void fill(Handle handle) {
        RandomGenerator random = new Random(20_261_124);
        int sessions = LINES / LINES_A_SESSION;
        for (int first = 2; first < sessions + 2; first += SESSIONS_A_BATCH) {
            int from = first;
            int to = Math.min(first + SESSIONS_A_BATCH, sessions + 2);
            handle.useTransaction(inside -> fill(inside, from, to, random));
        }
    }

    private static void fill(Handle handle, int from, int to, RandomGenerator random) {
        Set<String> columns =
                SessionRows.columns(aSession(from).stopped().build()).values().keySet();
        PreparedBatch sessions = handle.prepareBatch("insert into sessions (" + String.join(", ", columns)
                + ") values (:" + String.join(", :", columns) + ")");
        PreparedBatch lines = handle.prepareBatch(INTERVAL);
        PreparedBatch days = handle.prepareBatch(CostDayRows.INSERT);
        for (int number = from; number < to; number++) {
            Session session = aSession(number)
                    .consumer("consumer-" + random.nextInt(CONSUMERS))
                    .provider(random.nextInt(3) == 0 ? "tensordock" : "vastai")
                    .stopped()
                    .build();
            sessions.bindMap(SessionRows.columns(session).values()).add();
            List<LedgerEntry> books = books(session, random);
            for (LedgerEntry entry : books) {
                lines.bindMap(LedgerRows.interval(entry, (LedgerInterval) entry.line())
                                .values())
                        .add();
            }
            for (CostCell cell : CostReport.closed(books).cells()) {
                days.bindMap(CostDayRows.columns(session.id(), cell).values()).add();
            }
        }
        sessions.execute();
        lines.execute();
        days.execute();
    }

    /** One disk and a machine whose price changed three times, somewhen in the two years. */
    private static List<LedgerEntry> books(Session session, RandomGenerator random) {
        Instant begin = NOW.minus(Duration.ofDays(DAYS)).plusSeconds(random.nextLong(DAYS * 86_400L - 50_000));
        GpuModel model = new GpuModel(MODELS.get(random.nextInt(MODELS.size())));
        List<LedgerEntry> books = new ArrayList<>();
        Instant at = begin;
        for (int i = 1; i < LINES_A_SESSION; i++) {
            Instant to = at.plusMillis(1 + random.nextInt(10_000_000));
            books.add(entry(session, model, ChargeKind.COMPUTE, at, to, random));
            at = to;
        }
        books.add(entry(session, model, ChargeKind.STORAGE, begin, at, random));
        return books;
    }

    private static LedgerEntry entry(
            Session session, GpuModel model, ChargeKind kind, Instant from, Instant to, RandomGenerator random) {
        LedgerInterval line = interval(session, kind, from, to, "0." + random.nextInt(100_000, 1_000_000));
        return new LedgerEntry(
                line,
                session.terms().consumer(),
                model,
                session.attempts().get(0).tag(),
                "done");
    }

    private static LedgerInterval interval(
            Session session, ChargeKind kind, Instant from, @Nullable Instant to, String rate) {
        return new LedgerInterval(
                session.id(), session.instances().get(0).id(), kind, from, to, UsdPerHour.of(rate), true);
    }
}
