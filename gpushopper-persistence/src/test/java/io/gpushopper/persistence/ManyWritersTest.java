package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.Actor;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.spending.Budget;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.SpendGuard;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.CostQuery;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.testkit.SettableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred who write at once, each its own session and all of them a few that are everybody's, through as many connections as a server
 * has: nobody is turned away because another holds a lock.
 */
final class ManyWritersTest {
    private static final int WRITERS = 100;
    private static final int SESSIONS_EACH = 2;
    private static final int SHARED = 4;
    private static final int CONSUMERS = 10;
    private static final Instant NOW = SettableClock.START;
    private static final UsdPerHour RATE = UsdPerHour.of("0.40");
    private static final Usd PLENTY = new Usd(new BigDecimal("1000000"));
    private static final Fuse WIDE = new Fuse(100_000, UsdPerHour.of("100000"));

    @Test
    void turnsNobodyAwayOnH2(@TempDir Path directory) throws InterruptedException {
        try (Stores stores = TestStores.embedded(directory)) {
            writeTogether(stores);
        }
    }

    @Test
    void turnsNobodyAwayOnPostgres() throws InterruptedException {
        try (Stores stores = TestStores.postgres(TestPostgres.newDatabase())) {
            writeTogether(stores);
        }
    }

    private static void writeTogether(Stores stores) throws InterruptedException {
        for (int number = 1; number <= SHARED; number++) {
            stores.sessions()
                    .create(SessionCreation.of(
                            aSession(number).consumer("everybody").running().build(), ENGINE_KEY));
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            CountDownLatch ready = new CountDownLatch(WRITERS);
            List<Future<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Callable<Integer> work = writer(stores, writer, ready);
                writers.add(threads.submit(work));
            }
            assertThat(failures(writers)).isEmpty();
        } finally {
            threads.shutdownNow();
        }
        assertThat(stores.sessions().unfinished()).hasSize(SHARED + WRITERS * SESSIONS_EACH);
        assertThat(stores.ledger()
                        .report(new CostQuery(CostPeriod.day(CostPeriod.dayOf(NOW)), null), NOW)
                        .sessions())
                .isEqualTo(WRITERS * SESSIONS_EACH);
        for (int number = 1; number <= SHARED; number++) {
            assertThat(stores.sessions().events(aSession(number).build().id(), 0, 10_000))
                    .as("what everybody did to shared session %d", number)
                    .hasSize(WRITERS * SESSIONS_EACH / SHARED);
        }
    }

    private static List<Throwable> failures(List<Future<Integer>> writers) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        for (Future<Integer> writer : writers) {
            try {
                writer.get();
            } catch (ExecutionException failed) {
                failures.add(failed.getCause());
            }
        }
        return failures;
    }

    private static Callable<Integer> writer(Stores stores, int writer, CountDownLatch ready) {
        return () -> {
            ready.countDown();
            ready.await();
            for (int i = 0; i < SESSIONS_EACH; i++) {
                int number = SHARED + 1 + writer * SESSIONS_EACH + i;
                live(stores.sessions(), stores.ledger(), number, new ConsumerId("consumer-" + writer % CONSUMERS));
            }
            return writer;
        };
    }

    /** What becomes of one session, from its reservation of money to its correction. */
    private static void live(SessionStore store, CostLedger ledger, int number, ConsumerId consumer) {
        Session session = aSession(number).consumer(consumer.value()).running().build();
        SpendGuard guard = new SpendGuard(WIDE, new Budget(consumer, PLENTY), NOW);
        store.create(SessionCreation.of(session, ENGINE_KEY).guardedBy(guard));
        Session taken = store.take(session.id()).orElseThrow();
        Instant from = NOW.minusSeconds(3_600);
        Session booked = store.save(booking(taken, line(taken, from, null)), Durability.SYNCED)
                .orElseThrow();
        store.amend(shared(number), ManyWritersTest::noted, Durability.SYNCED, guard);
        store.markUsed(session.id(), NOW);
        store.firstWarning(consumer, CostPeriod.monthOf(NOW));
        store.save(booking(booked, line(booked, from, NOW)), Durability.COMMITTED)
                .orElseThrow();
        ledger.correct(session.id(), books -> List.of(correction(session)));
        store.spend(consumer, CostPeriod.monthOf(NOW), NOW);
        store.load();
    }

    private static SessionId shared(int number) {
        return aSession(1 + number % SHARED).build().id();
    }

    private static Decision noted(Session session) {
        return Decision.of(session)
                .noting(new SessionEvent(
                        session.id(), NOW, session.status(), session.status(), "seen", Actor.CONSUMER));
    }

    private static Decision booking(Session session, LedgerInterval line) {
        return new Decision(session, List.of(line), List.of(), List.of());
    }

    private static LedgerInterval line(Session session, Instant from, @Nullable Instant to) {
        return new LedgerInterval(
                session.id(), session.instances().get(0).id(), ChargeKind.COMPUTE, from, to, RATE, true);
    }

    private static LedgerCorrection correction(Session session) {
        return new LedgerCorrection(
                session.id(),
                session.instances().get(0).id(),
                ChargeKind.COMPUTE,
                NOW.minusSeconds(1),
                Accrued.of(new Usd(new BigDecimal("0.01"))),
                "the provider's bill",
                NOW);
    }
}
