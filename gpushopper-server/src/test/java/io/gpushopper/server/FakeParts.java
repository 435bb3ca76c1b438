package io.gpushopper.server;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshProbe;
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
import java.time.InstantSource;
import java.util.List;
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

    final InstantSource clock = new QuickClock();
    final FakeMarket market = new FakeMarket(VASTAI, clock, 50);
    final FakeSessionStore store = new FakeSessionStore();
    final AtomicBoolean storeIsUp = new AtomicBoolean(true);
    final AtomicInteger closed = new AtomicInteger();
    /** What the next consumer's key fails with; null for not at all. */
    final AtomicReference<RuntimeException> keyTrouble = new AtomicReference<>();

    /** What every call to the store fails with; null for not at all. */
    final AtomicReference<RuntimeException> storeTrouble = new AtomicReference<>();
    /** What the next purchase is answered with; null for what the market says. */
    final AtomicReference<LaunchOutcome> purchaseTrouble = new AtomicReference<>();

    /** What every login waits for; null for nothing. */
    final AtomicReference<CountDownLatch> probeGate = new AtomicReference<>();

    private final List<Provider> providers;

    FakeParts() {
        this.providers = List.of(troubled(FakeProvider.of(VASTAI, market, clock)));
        market.bootIn(Duration.ofSeconds(1));
    }

    private FakeParts(List<Provider> providers) {
        this.providers = providers;
    }

    static FakeParts withRefusedKey() {
        FakeParts plain = new FakeParts();
        return new FakeParts(
                List.of(FakeProvider.of(VASTAI, plain.market, plain.clock).withRefusedKey()));
    }

    static FakeParts withoutProviders() {
        return new FakeParts(List.of());
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
                Deployment.of(new DeploymentId("test")),
                storeIsUp::get,
                gated(market.probe()),
                new TroubledKeyMaker(),
                () -> {
                    closed.incrementAndGet();
                    driver.shutdownNow();
                    workers.shutdownNow();
                });
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

    private SshProbe gated(SshProbe real) {
        return around(SshProbe.class, (proxy, method, arguments) -> {
            awaitTheGate();
            return invoke(real, method, arguments);
        });
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
