package io.gpushopper.server;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.ports.Threads;
import io.gpushopper.server.config.ServerConfiguration;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.FakeWorkQueue;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A market, a store and a queue in memory, which work by themselves. */
final class FakeParts implements Parts.Factory {
    static final ProviderId VASTAI = new ProviderId("vastai");
    static final ProviderId TENSORDOCK = new ProviderId("tensordock");

    final QuickClock clock = new QuickClock();
    final FakeMarket market = new FakeMarket(VASTAI, clock, 50);
    /** Empty, and not configured unless a test wants both. */
    final FakeMarket second = new FakeMarket(TENSORDOCK, clock, 0);

    final FakeSessionStore store = new FakeSessionStore();
    Ownership ownership = Ownership.of(Deployment.of(new DeploymentId("test")));
    /** Where the library's work runs; null for pools of its own. */
    Threads threads;

    final AtomicBoolean storeIsUp = new AtomicBoolean(true);
    final AtomicBoolean queueIsOnTime = new AtomicBoolean(true);
    final AtomicInteger closed = new AtomicInteger();
    /** What the next consumer's key fails with; null for not at all. */
    final AtomicReference<RuntimeException> keyTrouble = new AtomicReference<>();

    /** What every call to the store fails with; null for not at all. */
    final AtomicReference<RuntimeException> storeTrouble = new AtomicReference<>();
    /** What the next purchase is answered with; null for what the market says. */
    final AtomicReference<LaunchOutcome> purchaseTrouble = new AtomicReference<>();

    /** What reads of templates fail with; null for not at all. */
    final AtomicReference<ProviderException> templateTrouble = new AtomicReference<>();

    /** What every login waits for; null for nothing. */
    final AtomicReference<CountDownLatch> probeGate = new AtomicReference<>();

    private final List<Provider> providers = new ArrayList<>();

    FakeParts() {
        this.providers.add(troubled(FakeProvider.of(VASTAI, market, clock)));
        market.bootIn(Duration.ofSeconds(1));
    }

    static FakeParts withTwoMarkets() {
        FakeParts parts = new FakeParts();
        parts.providers.add(
                FakeProvider.of(TENSORDOCK, parts.second, parts.clock).keepingNothing());
        return parts;
    }

    static FakeParts withRefusedKey() {
        FakeParts parts = withoutProviders();
        parts.providers.add(FakeProvider.of(VASTAI, parts.market, parts.clock).withRefusedKey());
        return parts;
    }

    static FakeParts withoutProviders() {
        FakeParts parts = new FakeParts();
        parts.providers.clear();
        return parts;
    }

    @Override
    public Threads libraryThreads() {
        return threads;
    }

    @Override
    public Parts make(ServerConfiguration configuration, Metrics metrics) {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        FakeWorkQueue queue = new FakeWorkQueue(store, clock, workers, workers);
        ScheduledExecutorService driver = Executors.newSingleThreadScheduledExecutor();
        driver.scheduleWithFixedDelay(queue::runDue, 5, 5, TimeUnit.MILLISECONDS);
        return new Parts(
                providers,
                troubled(SessionStore.class, store),
                troubled(CostLedger.class, store),
                queue,
                ownership,
                storeIsUp::get,
                queueIsOnTime::get,
                Optional::empty,
                new GatedProbe(),
                market.endpoints(),
                new TroubledKeyMaker(),
                SharedStore.OWN,
                () -> {
                    closed.incrementAndGet();
                    driver.shutdownNow();
                    workers.shutdownNow();
                });
    }

    private final class GatedProbe implements SshProbe {
        @Override
        public ProbeOutcome probe(ProbeRequest request) {
            awaitTheGate();
            return market.probe().probe(request);
        }

        @Override
        public ReadingOutcome read(ReadingRequest request) {
            awaitTheGate();
            return market.probe().read(request);
        }

        private void awaitTheGate() {
            CountDownLatch gate = probeGate.get();
            try {
                if (gate != null) {
                    gate.await();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T troubled(Class<T> port, T real) {
        return around(port, (proxy, method, arguments) -> {
            RuntimeException trouble = storeTrouble.get();
            if (trouble != null) {
                throw trouble;
            }
            return invoke(real, method, arguments);
        });
    }

    private Provider troubled(Provider real) {
        return around(Provider.class, (proxy, method, arguments) -> {
            ProviderException untold = method.getName().startsWith("template") ? templateTrouble.get() : null;
            if (untold != null) {
                throw untold;
            }
            LaunchOutcome trouble = method.getName().equals("launch") ? purchaseTrouble.getAndSet(null) : null;
            return trouble == null ? invoke(real, method, arguments) : trouble;
        });
    }

    private static <T> T around(Class<T> port, InvocationHandler handler) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private final class TroubledKeyMaker implements KeyMaker {
        private final FakeKeyMaker keys = new FakeKeyMaker();

        @Override
        public SshKeyPair consumerKey() {
            RuntimeException trouble = keyTrouble.getAndSet(null);
            if (trouble != null) {
                throw trouble;
            }
            return keys.consumerKey();
        }

        @Override
        public SshKeyPair engineKey() {
            return keys.engineKey();
        }
    }
}
