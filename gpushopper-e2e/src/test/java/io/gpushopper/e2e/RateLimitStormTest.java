package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.tensordock.TensorDockConfig;
import io.gpushopper.adapters.tensordock.TensorDockProviderFactory;
import io.gpushopper.adapters.vastai.VastAiConfig;
import io.gpushopper.adapters.vastai.VastAiProviderFactory;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.PaceBudget;
import io.gpushopper.ports.PaceSlots;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.FakeWorkQueue;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.SteppedThreads;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both providers refuse everything for being asked too often, and the real adapters wait as they were told. The market goes by real time
 * and has no limits of its own; the adapters go by a clock that their waits move, so that each wait is seen to the millisecond.
 */
final class RateLimitStormTest {
    private static final List<String> OPERATIONS = List.of("account", "search", "list", "get", "destroy");
    private static final int MANY = 6;

    private final SettableClock clock = new SettableClock();
    private final Turns turns = new Turns();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final Market market = Market.open(SimulatorSettings.builder(TimingProfile.DEMO)
            .offers(20)
            .rateLimitScale(BigDecimal.ZERO)
            .build());

    @AfterEach
    void closeTheMarket() {
        callers.shutdownNow();
        market.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vastai", "tensordock"})
    void waitsAsLongAsItWasToldAndTriesAgainByItself(String name) {
        Provider provider = provider(name);
        InstanceId id = planted(name);
        refuse(name, "destroy", 1, 9);

        provider.destroy(id);

        assertThat(turns.gaps(0)).hasSize(1).allMatch(gap -> gap.compareTo(Duration.ofSeconds(9)) >= 0);
        assertThat(turns.broken).isEmpty();
        Eventually.holds("it is gone", () -> market.ourBillingInstances().isEmpty());
    }

    /** Whoever called may have something else to do. */
    @ParameterizedTest
    @ValueSource(strings = {"vastai", "tensordock"})
    void leavesALongWaitToWhoeverCalledAndSendsNothingBefore(String name) {
        Provider provider = provider(name);
        InstanceId id = planted(name);
        refuse(name, "destroy", 1, 45);

        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> provider.destroy(id))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.RATE_LIMITED))
                .satisfies(refused -> assertThat(refused.retryAfter()).contains(Duration.ofSeconds(45)));
        provider.destroy(id);

        assertThat(turns.gaps(0)).hasSize(1).allMatch(gap -> gap.compareTo(Duration.ofSeconds(45)) >= 0);
        assertThat(turns.broken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vastai", "tensordock"})
    void endsEverythingThroughAStorm(String name) {
        Provider provider = provider(name);
        List<InstanceId> left = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            left.add(planted(name));
        }
        OPERATIONS.forEach(operation -> refuse(name, operation, 12, 4));
        boolean shown = false;

        for (int round = 0; round < 200 && !(left.isEmpty() && shown); round++) {
            left.removeIf(id -> isDone(() -> provider.destroy(id)));
            shown = provider.instances() instanceof Listing.Complete && isDone(provider::offers);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(left).isEmpty();
        assertThat(shown).as("the storm passed").isTrue();
        assertThat(turns.held).as("times it was told to wait").isGreaterThanOrEqualTo(30);
        assertThat(turns.broken).as("turns taken before the time").isEmpty();
        Eventually.holds("all is gone", () -> market.ourBillingInstances().isEmpty());
    }

    /** TensorDock has one limit for all calls, so that there they stand in one queue. */
    @Test
    void servesEndsBeforeQuestionsBeforeSearchesOnceTheStormIsOver() throws Exception {
        Provider provider = provider("tensordock");
        InstanceId id = planted("tensordock");
        provider.instances();
        refuse("tensordock", "destroy", 1, 20);
        isDone(() -> provider.destroy(id));
        int before = turns.ranks.size();
        turns.gather(3);

        List<Future<?>> asked = List.of(
                turns.begin(callers, provider::offers),
                turns.begin(callers, () -> provider.instance(id)),
                turns.begin(callers, () -> provider.destroy(id)));
        for (Future<?> answer : asked) {
            await(answer);
        }

        assertThat(turns.ranks.subList(before, before + 3))
                .as("0 ends, 2 asks, 3 searches")
                .containsExactly(0, 2, 3);
    }

    /** The offers of before are shown meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"vastai", "tensordock"})
    void asksForOffersEveryFiveMinutesAloneThroughAStorm(String name) {
        SteppedThreads threads = new SteppedThreads(clock);
        FakeSessionStore store = new FakeSessionStore();
        FakeMarket machines = new FakeMarket(new ProviderId(name), clock, 1);
        try (GpuShopper shopper = GpuShopper.builder()
                .providers(List.of(provider(name)))
                .sessions(store)
                .ledger(store)
                .queue(new FakeWorkQueue(store, clock))
                .ownership(Ownership.of(Deployment.of(new DeploymentId("storm"))))
                .probe(machines.probe())
                .endpoints(machines.endpoints())
                .keys(new FakeKeyMaker())
                .clock(clock)
                .sureOfTime(() -> true)
                .threads(threads)
                .build()) {
            shopper.start();
            pass(threads, Duration.ofMinutes(3));
            int shown = shopper.offersShown(new ProviderId(name));
            assertThat(shown).isPositive();
            assertThat(turns.gapsOfSearches()).as("calm").anyMatch(gap -> gap.compareTo(Duration.ofMinutes(2)) < 0);

            refuse(name, "search", 1_000, 45);
            pass(threads, Duration.ofMinutes(2));
            int before = turns.gapsOfSearches().size();
            pass(threads, Duration.ofMinutes(12));

            List<Duration> gaps = turns.gapsOfSearches();
            assertThat(gaps.subList(before, gaps.size()))
                    .hasSizeBetween(1, 3)
                    .allMatch(gap -> gap.compareTo(Duration.ofMinutes(5)) >= 0);
            assertThat(shopper.offersShown(new ProviderId(name))).isEqualTo(shown);
        }
    }

    private void pass(SteppedThreads threads, Duration time) {
        Instant until = clock.instant().plus(time);
        while (clock.instant().isBefore(until)) {
            while (threads.runNext()) {
                // Whatever is due has its turn.
            }
            clock.advance(Duration.ofSeconds(5));
        }
    }

    private static void await(Future<?> answer) throws InterruptedException {
        try {
            answer.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    private static boolean isDone(Runnable call) {
        try {
            call.run();
            return true;
        } catch (ProviderException refused) {
            assertThat(refused.kind()).isIn(ErrorKind.RATE_LIMITED, ErrorKind.UNAVAILABLE);
            return false;
        }
    }

    private InstanceId planted(String name) {
        return new InstanceId(
                new ProviderId(name),
                market.plantOrphan(name, "gpushop-storm-aaaaaaaaaaaaaaaa-1-tp09c1")
                        .id());
    }

    private void refuse(String provider, String operation, int times, int seconds) {
        String body = provider.equals("vastai")
                ? "{\\\"detail\\\":\\\"API requests too frequent\\\"}"
                : "{\\\"error\\\":\\\"Rate limit exceeded\\\"}";
        market.addFault(
                ("{\"provider\":\"%s\",\"operation\":\"%s\",\"kind\":\"status\",\"status\":429,\"times\":%d,\"retry_after\":%d,"
                                + "\"body\":\"%s\"}")
                        .formatted(provider, operation, times, seconds, body));
    }

    private Provider provider(String name) {
        Map<String, String> urls = market.environment();
        AdapterRuntime runtime = new AdapterRuntime(clock, turns::sleep, new Random(1), Metrics.NONE).sharing(turns);
        if (name.equals("vastai")) {
            return VastAiProviderFactory.create(
                    VastAiConfig.of(URI.create(urls.get("VASTAI_API_URL")), new ApiKey(Market.VASTAI_KEY)), runtime);
        }
        return TensorDockProviderFactory.create(
                TensorDockConfig.of(
                        URI.create(urls.get("TENSORDOCK_API_URL")),
                        URI.create(urls.get("TENSORDOCK_BALANCE_URL")),
                        null,
                        new ApiKey(Market.TENSORDOCK_TOKEN)),
                runtime);
    }

    /** Sees every turn that an adapter takes, in order, and every wait that it was told. */
    private final class Turns implements PaceSlots {
        private final List<Integer> ranks = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private final List<String> budgets = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();
        private final Map<String, Instant> heldUntil = new HashMap<>();
        private final List<Thread> asking = new ArrayList<>();
        private final AtomicInteger awaited = new AtomicInteger();
        private final AtomicInteger asleep = new AtomicInteger();
        private int held;

        @Override
        public synchronized Duration take(PaceBudget budget, int rank) {
            Instant now = clock.instant();
            if (now.isBefore(heldUntil.getOrDefault(budget.name(), Instant.MIN))) {
                broken.add("rank " + rank + " at " + now);
            }
            ranks.add(rank);
            times.add(now);
            budgets.add(budget.name());
            return Duration.ZERO;
        }

        @Override
        public synchronized void hold(PaceBudget budget, Duration time) {
            held++;
            heldUntil.merge(budget.name(), clock.instant().plus(time), (one, two) -> one.isAfter(two) ? one : two);
        }

        @Override
        public void leave(PaceBudget budget) {}

        /** The times between turns of that urgency. */
        synchronized List<Duration> gaps(int rank) {
            return gaps(i -> ranks.get(i) == rank);
        }

        /** The times between searches, which have a limit of their own at Vast.ai, and are all that isn't urgent at TensorDock. */
        synchronized List<Duration> gapsOfSearches() {
            return gaps(i -> ranks.get(i) == 3
                    && (budgets.get(i).endsWith(":search") || budgets.get(i).endsWith(":all")));
        }

        private List<Duration> gaps(IntPredicate turn) {
            List<Instant> of = IntStream.range(0, times.size())
                    .filter(turn)
                    .mapToObj(times::get)
                    .toList();
            return IntStream.range(1, of.size())
                    .mapToObj(i -> Duration.between(of.get(i - 1), of.get(i)))
                    .toList();
        }

        /** Time does not go on before so many stand in line. */
        void gather(int callersInLine) {
            awaited.set(callersInLine);
        }

        Future<?> begin(ExecutorService on, Runnable call) {
            return on.submit(() -> {
                synchronized (asking) {
                    asking.add(Thread.currentThread());
                }
                call.run();
            });
        }

        /** Whoever comes to be first in line sleeps, and the rest wait for him. */
        void sleep(Duration time) {
            asleep.incrementAndGet();
            Eventually.holds("all stand in line", () -> inLine() + asleep.get() >= awaited.get());
            awaited.set(0);
            asleep.decrementAndGet();
            clock.advance(time);
        }

        private int inLine() {
            synchronized (asking) {
                return (int) asking.stream()
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .count();
            }
        }
    }
}
