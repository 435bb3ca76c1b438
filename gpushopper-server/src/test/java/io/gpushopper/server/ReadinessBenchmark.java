package io.gpushopper.server;

import static java.util.Objects.requireNonNull;

import io.gpushopper.application.EngineSettings;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NewSession;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.persistence.StoreSettings;
import io.gpushopper.persistence.Stores;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Many instances that boot at once: how long after its SSH server accepts each session is running. The provider and the machines are in
 * memory, a refused connection takes no time and a login 200 ms, each machine accepts at a random moment; engine, threads and the H2 file are
 * the real ones. Not part of the build; docs/performance.md has the command.
 */
final class ReadinessBenchmark {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration LOGIN = Duration.ofMillis(200);
    private static final int FIRST_ACCEPTS = 20_000;
    private static final int LAST_ACCEPTS = 60_000;
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final long SEED = 7;

    private ReadinessBenchmark() {}

    /** How many instances, 200 unless told otherwise. */
    public static void main(String[] arguments) throws Exception {
        int sessions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int status = 1;
        try {
            measure(sessions);
            status = 0;
        } catch (Exception | Error failed) {
            System.out.println("it broke off");
            failed.printStackTrace(System.out);
        }
        // Whatever threads are left: the figures are told.
        System.exit(status);
    }

    private static void measure(int sessions) throws Exception {
        Path directory = Files.createTempDirectory("readiness");
        Stores stores = Stores.embedded(
                directory.resolve("store"), StoreSettings.defaults().withClock(CLOCK));
        FakeMarket market = new FakeMarket(FakeParts.VASTAI, CLOCK, sessions);
        market.bootIn(Duration.ZERO);
        LateProbe probe = new LateProbe(market.probe());
        EngineSettings usual = EngineSettings.DEFAULT;
        GpuShopper shopper = GpuShopper.builder()
                .providers(List.of(FakeProvider.of(FakeParts.VASTAI, market, CLOCK)))
                .sessions(stores.sessions())
                .ledger(stores.ledger())
                .queue(stores.queue())
                .ownership(stores.ownership())
                .probe(probe)
                .endpoints(market.endpoints())
                .keys(new FakeKeyMaker())
                .settings(new EngineSettings(
                        usual.hardLimit(),
                        Duration.ZERO,
                        Duration.ZERO,
                        usual.inventoryRefresh(),
                        usual.reconcileEvery(),
                        usual.watchEvery(),
                        usual.priceTolerance()))
                .spending(new SpendRules(
                        new Fuse(sessions, UsdPerHour.of("1000000")),
                        new Budgets(null, Map.of(), new BigDecimal("0.05"), true)))
                .clock(CLOCK)
                .build();
        shopper.start().toCompletableFuture().join();
        shopper.firstOffers().toCompletableFuture().join();
        List<SessionId> rented = new ArrayList<>();
        for (int offer = 1; offer <= sessions; offer++) {
            rented.add(shopper.createSession(NewSession.of(
                            new ConsumerId("crowd"),
                            new OfferId(FakeParts.VASTAI, Integer.toString(offer)),
                            WorkloadType.BATCH,
                            Duration.ofHours(1)))
                    .session()
                    .id());
        }
        show(rented.stream()
                .map(id -> afterItAccepted(shopper, probe, id))
                .sorted()
                .toList());
        shopper.close();
        stores.close();
    }

    private static long afterItAccepted(GpuShopper shopper, LateProbe probe, SessionId id) {
        Instant since = awaitRunning(shopper, id);
        Session session = shopper.requireSession(id);
        SshEndpoint endpoint =
                session.instance().orElseThrow().sightings().endpoints().get(0);
        return Duration.between(probe.acceptedAt(endpoint), since).toMillis();
    }

    private static Instant awaitRunning(GpuShopper shopper, SessionId id) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < LONGEST.toNanos()) {
            if (shopper.requireSession(id).state() instanceof SessionState.Running running) {
                return running.since();
            }
            pause(Duration.ofMillis(500));
        }
        throw new AssertionError(id + " does not run");
    }

    private static void show(List<Long> millis) {
        System.out.printf(
                Locale.ROOT,
                "%d instances: running after SSH accepts: p50 %d ms, p99 %d ms, slowest %d ms; load average %.1f%n",
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.get(millis.size() - 1),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Each machine accepts some time after it was first tried, and takes its time to let anybody in. */
    private static final class LateProbe implements SshProbe {
        private final Map<SshEndpoint, Instant> accepts = new ConcurrentHashMap<>();
        private final Random random = new Random(SEED);
        private final SshProbe machines;

        LateProbe(SshProbe machines) {
            this.machines = machines;
        }

        Instant acceptedAt(SshEndpoint endpoint) {
            return requireNonNull(accepts.get(endpoint), "never tried");
        }

        @Override
        public ProbeOutcome probe(ProbeRequest request) {
            Instant from = accepts.computeIfAbsent(
                    request.candidates().get(0),
                    id -> CLOCK.instant().plusMillis(FIRST_ACCEPTS + random.nextInt(LAST_ACCEPTS - FIRST_ACCEPTS)));
            if (CLOCK.instant().isBefore(from)) {
                return new ProbeOutcome.NotYet(ProbeStage.CONNECT, "refused");
            }
            pause(LOGIN);
            return machines.probe(request);
        }

        @Override
        public ReadingOutcome read(ReadingRequest request) {
            return machines.read(request);
        }
    }
}
