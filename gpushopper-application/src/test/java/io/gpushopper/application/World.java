package io.gpushopper.application;

import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.FakeWorkQueue;
import io.gpushopper.testkit.OfferBuilder;
import io.gpushopper.testkit.Rental;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.SteppedThreads;
import io.gpushopper.testkit.VirtualTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A market, a store, and the library on them, in virtual time; the process can die and start again. */
final class World {
    static final ProviderId MARKET = new ProviderId("fakemarket");
    private static final long SEED = 7;

    final SettableClock clock = new SettableClock();
    final FakeMarket market = new FakeMarket(MARKET, clock, 20);
    final FakeSessionStore store = new FakeSessionStore();
    final TroubledStore troubled = new TroubledStore(store);
    private final Random random = new Random(SEED);
    private SteppedThreads threads = new SteppedThreads(clock);
    private FakeWorkQueue queue = new FakeWorkQueue(store, clock);
    private VirtualTime time = new VirtualTime(clock, store, queue, threads);
    private Deployment deployment = Deployment.of(new DeploymentId("testbed"));
    private int listings;
    private SpendRules spending = SpendRules.DEFAULT;
    private Metrics metrics = Metrics.NONE;
    private UnaryOperator<FakeProvider> credentials = provider -> provider;
    private final Duration createWait;
    private InstantSource engineClock;
    private BooleanSupplier sureOfTime;
    private GpuShopper shopper;

    /** A world in which a create waits for nothing: what becomes of it shows on the session. */
    World() {
        this(Duration.ZERO);
    }

    World(Duration createWait) {
        this.createWait = createWait;
        this.engineClock = clock;
        this.sureOfTime = () -> true;
        this.shopper = start();
    }

    /** A world whose process goes by a clock that may be wrong. */
    World(Function<SettableClock, SteadyClock> wrong) {
        SteadyClock steady = wrong.apply(clock);
        this.createWait = Duration.ZERO;
        this.engineClock = steady;
        this.sureOfTime = steady::isSure;
        this.queue = new FakeWorkQueue(store, steady);
        this.time = new VirtualTime(clock, store, queue, threads);
        this.shopper = start();
    }

    /** The process dies with everything in its memory, and another one starts on the same store. */
    void restart() {
        threads.close();
        threads = new SteppedThreads(clock);
        queue = new FakeWorkQueue(store, engineClock);
        time = new VirtualTime(clock, store, queue, threads);
        shopper = start();
    }

    /** Another process starts, on a machine whose clock may be wrong. */
    void restartBy(Function<SettableClock, SteadyClock> wrong) {
        SteadyClock steady = wrong.apply(clock);
        engineClock = steady;
        sureOfTime = steady::isSure;
        restart();
    }

    /** Another process starts, under other rules. */
    void spendBy(SpendRules rules) {
        spending = rules;
        restart();
    }

    /** Another process starts, with other credentials. */
    void restartWith(UnaryOperator<FakeProvider> credentials) {
        this.credentials = credentials;
        restart();
    }

    /** Another process starts, and is measured. */
    void measureBy(Metrics measures) {
        metrics = measures;
        restart();
    }

    GpuShopper shopper() {
        return shopper;
    }

    FakeWorkQueue queue() {
        return queue;
    }

    /** Another process starts, without the key to what is encrypted in the store. */
    void loseEncryptionKey() {
        troubled.become(TroubledStore.Trouble.KEYLESS);
        deployment = new Deployment(deployment.id(), deployment.everUsed(), null, "the encryption key is missing");
        restart();
    }

    /** Another process starts, and can't be certain whose the store is. */
    void disputeStore() {
        deployment = new Deployment(deployment.id(), deployment.everUsed(), "the store may be a copy", null);
        restart();
    }

    /** How many listings were asked for since the world began. */
    int listings() {
        return listings;
    }

    private Provider counted(Provider real) {
        return (Provider) Proxy.newProxyInstance(
                Provider.class.getClassLoader(), new Class<?>[] {Provider.class}, (proxy, method, arguments) -> {
                    listings += method.getName().equals("instances") ? 1 : 0;
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** From now on the store is as ill as that. */
    void trouble(TroubledStore.Trouble next) {
        troubled.become(next);
    }

    void pass(Duration span) {
        time.pass(span);
    }

    SessionId rent(String offer) {
        return rent("alice", offer, 2);
    }

    /** Somebody else rents the offer while it is still shown. */
    void sellOut(String offer) {
        market.sellOut(OfferBuilder.anOffer(MARKET, offer).build());
    }

    SessionId rent(String offer, SessionOptions options) {
        return rent(wanted("alice", offer, 2).with(options));
    }

    /** Asks for a session; the purchase happens as time passes. */
    SessionId rent(String consumer, String offer, int hours) {
        return rent(wanted(consumer, offer, hours));
    }

    SessionId rent(String consumer, String offer, int hours, SessionOptions options) {
        return rent(wanted(consumer, offer, hours).with(options));
    }

    private static NewSession wanted(String consumer, String offer, int hours) {
        return NewSession.of(
                new ConsumerId(consumer), new OfferId(MARKET, offer), WorkloadType.LLM, Duration.ofHours(hours));
    }

    private SessionId rent(NewSession wanted) {
        try {
            return shopper.createSession(wanted).session().id();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    void until(SessionId id, SessionStatus status, Duration limit) {
        time.passUntil(id + " is " + status.word(), () -> session(id).status() == status, limit);
    }

    Session session(SessionId id) {
        return store.find(id).orElseThrow();
    }

    InstanceId instanceOf(SessionId id) {
        return session(id).instance().orElseThrow().id();
    }

    /** What bills at the provider at this moment. */
    List<Rental> billing() {
        return market.rentals().stream().filter(Rental::billing).toList();
    }

    private GpuShopper start() {
        EngineSettings patient = EngineSettings.DEFAULT;
        GpuShopper started = GpuShopper.builder()
                .providers(List.of(counted(credentials.apply(FakeProvider.of(MARKET, market, engineClock)))))
                .sessions(troubled.store())
                .ledger(store)
                .queue(queue)
                .deployment(deployment)
                .probe(market.probe())
                .endpoints(market.endpoints())
                .keys(new FakeKeyMaker())
                .settings(new EngineSettings(
                        patient.hardLimit(),
                        createWait,
                        Duration.ZERO,
                        patient.inventoryRefresh(),
                        patient.reconcileEvery(),
                        patient.watchEvery(),
                        patient.priceTolerance()))
                .spending(spending)
                .metrics(metrics)
                .clock(engineClock)
                .sureOfTime(sureOfTime)
                .random(random)
                .threads(threads)
                .build();
        started.start();
        time.pass(Duration.ofSeconds(1));
        return started;
    }
}
