package io.gpushopper.server;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Session;
import io.gpushopper.persistence.StoreSettings;
import io.gpushopper.persistence.Stores;
import io.gpushopper.ports.Account;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.FakeSshProbe;
import io.gpushopper.testkit.SessionBuilder;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many live sessions on one server, half of them at each of two providers, on an H2 file: how long a reconciliation takes, how often it asks
 * for a listing, and how much of a core the engine uses while nothing happens. The providers are in memory and without limits, so that what is
 * measured is the engine and the store. Not part of the build; docs/performance.md has the command.
 */
final class CrowdBenchmark {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration CALM = Duration.ofSeconds(30);
    private static final Duration AGE = Duration.ofMinutes(5);
    private static final int HOURS = 10;
    private static final int PASSES = 5;

    private final AtomicInteger listings = new AtomicInteger();
    private final Map<ProviderId, List<InstanceView>> instances =
            Map.of(FakeParts.VASTAI, new ArrayList<>(), FakeParts.TENSORDOCK, new ArrayList<>());
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private CrowdBenchmark() {}

    /** How many sessions, 10,000 unless told otherwise, and for how many seconds their calm is watched, 180 unless told otherwise. */
    public static void main(String[] arguments) throws Exception {
        int sessions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 180;
        int status = 1;
        try {
            new CrowdBenchmark().measure(sessions, seconds);
            status = 0;
        } catch (Exception | Error failed) {
            System.out.println("it broke off");
            failed.printStackTrace(System.out);
        }
        // Whatever threads are left: the figures are told.
        System.exit(status);
    }

    private void measure(int sessions, int seconds) throws Exception {
        Path directory = Files.createTempDirectory("crowd");
        Stores stores = Stores.embedded(
                directory.resolve("store"), StoreSettings.defaults().withClock(CLOCK));
        fill(stores.sessions(), sessions);
        GpuShopper shopper = GpuShopper.builder()
                .providers(List.of(provider(FakeParts.VASTAI), provider(FakeParts.TENSORDOCK)))
                .sessions(stores.sessions())
                .ledger(stores.ledger())
                .queue(stores.queue())
                .deployment(Deployment.of(SessionBuilder.DEPLOYMENT))
                .probe(new FakeSshProbe())
                .endpoints(new FakeMarket(FakeParts.VASTAI, CLOCK, 0).endpoints())
                .keys(new FakeKeyMaker())
                .clock(CLOCK)
                .build();
        long began = System.nanoTime();
        shopper.start().toCompletableFuture().join();
        System.out.printf(Locale.ROOT, "ready after %.1f s%n", (System.nanoTime() - began) / 1e9);
        TimeUnit.SECONDS.sleep(CALM.toSeconds());
        reconcile(shopper);
        watchCalm(seconds);
        System.out.printf(Locale.ROOT, "load average %.1f%n", process.getSystemLoadAverage());
        System.out.flush();
        shopper.close();
        stores.close();
    }

    /** Running sessions, a few minutes old, of ten consumers. */
    private void fill(SessionStore store, int sessions) {
        long began = System.nanoTime();
        for (int number = 1; number <= sessions; number++) {
            ProviderId provider = number % 2 == 0 ? FakeParts.VASTAI : FakeParts.TENSORDOCK;
            Session session = SessionBuilder.aSession(number)
                    .provider(provider.value())
                    .consumer("consumer-" + number % 10)
                    .createdAt(CLOCK.instant().minus(AGE).truncatedTo(ChronoUnit.MILLIS))
                    .hours(HOURS)
                    .running()
                    .build();
            store.create(SessionCreation.of(session, SessionBuilder.ENGINE_KEY));
            shown(provider).add(view(session));
        }
        System.out.printf(Locale.ROOT, "%d sessions stored in %.0f s%n", sessions, (System.nanoTime() - began) / 1e9);
    }

    private List<InstanceView> shown(ProviderId provider) {
        return requireNonNull(instances.get(provider), "instances");
    }

    private static InstanceView view(Session session) {
        Instance instance = session.instances().get(0);
        return new InstanceView(
                instance.id(),
                instance.tag().text(),
                InstanceCondition.RUNNING,
                instance.sightings().endpoints(),
                session.attempts().get(0).agreed(),
                session.terms().createdAt(),
                "running");
    }

    private Provider provider(ProviderId id) {
        FakeProvider empty = FakeProvider.of(id, new FakeMarket(id, CLOCK, 0), CLOCK);
        AccountId account = SessionBuilder.aSession()
                .provider(id.value())
                .build()
                .attempts()
                .get(0)
                .account();
        return (Provider) Proxy.newProxyInstance(
                Provider.class.getClassLoader(), new Class<?>[] {Provider.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("instances")) {
                        listings.incrementAndGet();
                        return new Listing.Complete(account, CLOCK.instant(), CLOCK.instant(), shown(id));
                    }
                    if (method.getName().equals("account")) {
                        return new Account(account, Usd.ZERO);
                    }
                    return method.invoke(empty, arguments);
                });
    }

    private void reconcile(GpuShopper shopper) {
        for (int i = 0; i < PASSES; i++) {
            int before = listings.get();
            long began = System.nanoTime();
            shopper.reconcile();
            System.out.printf(
                    Locale.ROOT,
                    "a reconciliation: %.2f s, %d listings%n",
                    (System.nanoTime() - began) / 1e9,
                    listings.get() - before);
        }
    }

    private void watchCalm(int seconds) throws InterruptedException {
        int before = listings.get();
        long began = process.getProcessCpuTime();
        TimeUnit.SECONDS.sleep(seconds);
        double used = (process.getProcessCpuTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "calm: %.1f%% of a core over %d s; %d listings%n",
                used / seconds * 100,
                seconds,
                listings.get() - before);
    }
}
