package io.gpushopper.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.ports.PaceBudget;
import io.gpushopper.ports.PaceSlots;
import io.gpushopper.ports.Sleeper;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.FakePace;
import io.gpushopper.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration FOREVER = Duration.ofDays(1);

    private final SettableClock clock = new SettableClock(START);

    @Test
    void letsTheFirstGoAtOnceAndTheNextAfterTheInterval() throws InterruptedException {
        Pacer pacer = pacer(PaceRule.every(Duration.ofSeconds(3)));

        assertThat(pacer.take(CallPriority.READ, FOREVER)).isTrue();
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(pacer.take(CallPriority.READ, FOREVER)).isTrue();
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void waitsForNoMoreThanItsIntervalAfterTheClockWasSetBack() throws InterruptedException {
        Pacer pacer = pacer(PaceRule.every(Duration.ofSeconds(3)));
        pacer.take(CallPriority.READ, FOREVER);

        clock.set(START.minus(Duration.ofHours(1)));

        assertThat(pacer.take(CallPriority.READ, Duration.ofSeconds(3))).isTrue();
        assertThat(clock.instant()).isEqualTo(START.minus(Duration.ofHours(1)).plusSeconds(3));
    }

    @Test
    void letsABurstGoAtOnceAndThenKeepsThePace() throws InterruptedException {
        Pacer pacer = pacer(new PaceRule(Duration.ofSeconds(1), 3));

        for (int i = 0; i < 3; i++) {
            pacer.take(CallPriority.READ, FOREVER);
        }
        assertThat(clock.instant()).isEqualTo(START);
        pacer.take(CallPriority.READ, FOREVER);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(1));

        clock.advance(Duration.ofMinutes(1));
        Instant rested = clock.instant();
        for (int i = 0; i < 3; i++) {
            pacer.take(CallPriority.READ, FOREVER);
        }
        assertThat(clock.instant()).isEqualTo(rested);
    }

    @Test
    void setsNoLimitWithoutAnInterval() throws InterruptedException {
        Pacer pacer = pacer(PaceRule.every(Duration.ofSeconds(3)).times(BigDecimal.ZERO));

        for (int i = 0; i < 100; i++) {
            assertThat(pacer.take(CallPriority.SEARCH, Duration.ZERO)).isTrue();
        }
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void takesNoTurnThatComesTooLate() throws InterruptedException {
        Pacer pacer = pacer(PaceRule.every(Duration.ofSeconds(4)));
        pacer.take(CallPriority.LAUNCH, FOREVER);

        assertThat(pacer.take(CallPriority.LAUNCH, Duration.ofSeconds(3))).isFalse();

        assertThat(clock.instant()).isEqualTo(START);
        assertThat(pacer.estimate(CallPriority.LAUNCH)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void holdsEverybodyBackWhenTheProviderSaysSo() throws InterruptedException {
        Pacer pacer = pacer(new PaceRule(Duration.ofSeconds(1), 3));

        pacer.hold(Duration.ofSeconds(12));

        assertThat(pacer.estimate(CallPriority.DESTROY)).isEqualTo(Duration.ofSeconds(12));
        pacer.take(CallPriority.DESTROY, FOREVER);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(12));
        pacer.take(CallPriority.DESTROY, FOREVER);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(13));
    }

    @Test
    void sharesTheAccountsBudgetWithAnotherProcess() throws InterruptedException {
        FakePace pace = new FakePace(clock);
        Pacer one = shared(pace.of("one"));
        Pacer two = shared(pace.of("two"));

        for (int i = 0; i < 3; i++) {
            assertThat(one.take(CallPriority.READ, FOREVER)).isTrue();
            assertThat(two.take(CallPriority.READ, FOREVER)).isTrue();
        }

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(15));
    }

    @Test
    void takesNoSharedTurnThatComesTooLateAndStandsInNobodysWayAfterwards() throws InterruptedException {
        FakePace pace = new FakePace(clock);
        Pacer one = shared(pace.of("one"));
        one.take(CallPriority.SEARCH, FOREVER);

        assertThat(shared(pace.of("two")).take(CallPriority.DESTROY, Duration.ofSeconds(2)))
                .isFalse();
        clock.advance(Duration.ofSeconds(3));

        assertThat(one.take(CallPriority.SEARCH, Duration.ZERO)).isTrue();
    }

    @Test
    void holdsTheOtherProcessBackTooWhenTheProviderSaysSo() throws InterruptedException {
        FakePace pace = new FakePace(clock);

        shared(pace.of("one")).hold(Duration.ofSeconds(12));

        shared(pace.of("two")).take(CallPriority.DESTROY, FOREVER);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(12));
    }

    @Test
    void keepsItsOwnPaceWhileTheStoreOfTheSharedOneDoesNotAnswer() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        PaceSlots broken = new PaceSlots() {
            @Override
            public Duration take(PaceBudget budget, int rank) {
                asked.incrementAndGet();
                throw new StoreException("down", null);
            }

            @Override
            public void hold(PaceBudget budget, Duration time) {
                throw new StoreException("down", null);
            }

            @Override
            public void leave(PaceBudget budget) {
                throw new StoreException("down", null);
            }
        };
        Pacer pacer = shared(broken);

        pacer.take(CallPriority.DESTROY, FOREVER);
        pacer.take(CallPriority.DESTROY, FOREVER);

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
        assertThat(asked).as("it is left alone for a while").hasValue(1);
        clock.advance(Duration.ofSeconds(30));
        pacer.take(CallPriority.DESTROY, FOREVER);
        assertThat(asked).hasValue(2);
    }

    private Pacer shared(PaceSlots slots) {
        return new Pacer(PaceRule.every(Duration.ofSeconds(3)), clock, clock::advance, slots, "account");
    }

    @Test
    void servesDestroysBeforeReadsBeforeSearchesAndInOrderOfArrivalAmongEquals() throws Exception {
        Object moved = new Object();
        Sleeper sleeper = time -> {
            Instant until = clock.instant().plus(time);
            synchronized (moved) {
                while (clock.instant().isBefore(until)) {
                    moved.wait();
                }
            }
        };
        Pacer pacer = new Pacer(PaceRule.every(Duration.ofSeconds(1)), clock, sleeper);
        pacer.take(CallPriority.READ, FOREVER);
        List<String> served = new CopyOnWriteArrayList<>();
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            int waiting = 0;
            for (String caller : List.of("SEARCH 1", "READ 1", "SEARCH 2", "DESTROY 1", "READ 2", "DESTROY 2")) {
                CallPriority priority = CallPriority.valueOf(caller.substring(0, caller.indexOf(' ')));
                callers.execute(() -> serve(pacer, priority, caller, served));
                int expected = ++waiting;
                Eventually.holds(caller + " waits", () -> pacer.waiting() == expected);
            }
            for (int turn = 1; turn <= waiting; turn++) {
                int expected = turn;
                // Who is next may begin to wait only after the clock was advanced, and then waits for it again.
                Eventually.holds("turn " + turn + " is taken", () -> {
                    synchronized (moved) {
                        clock.advance(Duration.ofSeconds(1));
                        moved.notifyAll();
                    }
                    return served.size() >= expected;
                });
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(served).containsExactly("DESTROY 1", "DESTROY 2", "READ 1", "READ 2", "SEARCH 1", "SEARCH 2");
    }

    @Test
    void estimatesWithThoseWhoWaitBefore() throws Exception {
        CountDownLatch wake = new CountDownLatch(1);
        Pacer pacer = new Pacer(PaceRule.every(Duration.ofSeconds(5)), clock, time -> wake.await());
        pacer.take(CallPriority.LAUNCH, FOREVER);
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            callers.execute(() -> serve(pacer, CallPriority.LAUNCH, "first", new CopyOnWriteArrayList<>()));
            Eventually.holds("one waits", () -> pacer.waiting() == 1);

            assertThat(pacer.estimate(CallPriority.LAUNCH)).isEqualTo(Duration.ofSeconds(10));
            assertThat(pacer.estimate(CallPriority.DESTROY)).isEqualTo(Duration.ofSeconds(5));
            assertThat(pacer.take(CallPriority.LAUNCH, Duration.ofSeconds(9))).isFalse();
        } finally {
            callers.shutdownNow();
        }
        Eventually.holds("nobody waits", () -> pacer.waiting() == 0);
    }

    @Test
    void leavesTheQueueWhenInterrupted() throws InterruptedException {
        Pacer pacer = new Pacer(PaceRule.every(Duration.ofSeconds(1)), clock, Sleeper.SYSTEM);
        pacer.take(CallPriority.READ, FOREVER);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pacer.take(CallPriority.READ, FOREVER)).isInstanceOf(InterruptedException.class);

        assertThat(pacer.waiting()).isZero();
    }

    private Pacer pacer(PaceRule rule) {
        return new Pacer(rule, clock, clock::advance);
    }

    private static void serve(Pacer pacer, CallPriority priority, String caller, List<String> served) {
        try {
            if (pacer.take(priority, FOREVER)) {
                served.add(caller);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
