package io.gpushopper.simulation;

import io.gpushopper.application.EngineSettings;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.SteadyClock;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.Threads;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.FakeWorkQueue;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.SteppedThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * One market, one store, and the processes of one deployment on them, whose steps are taken in turns by chance, in virtual time. What must
 * always hold is watched. A process that stands still does so within a step of its own: the others take theirs meanwhile.
 * Confined to one thread.
 */
final class World {
    static final ProviderId MARKET = new ProviderId("fakemarket");
    static final DeploymentId DEPLOYMENT = new DeploymentId("seeded");
    /** Nobody waits in a world: what becomes of a request shows on its session. */
    static final EngineSettings UNWAITING = new EngineSettings(
            Duration.ofHours(12),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            EngineSettings.DEFAULT.priceTolerance());

    private static final Duration CLOCKS_COMPARED = Duration.ofSeconds(10);
    // Far more than any world does in one instant: one that never comes to rest is a bug.
    private static final int LONGEST_INSTANT = 10_000;

    final SettableClock clock = new SettableClock();
    final FakeMarket market;
    final FakeSessionStore store = new FakeSessionStore();
    final Invariants invariants;
    private final SpendRules spending;
    private final Breakage breakage;
    private final List<FakeSessionStore> otherStores = new ArrayList<>();
    private final RandomGenerator turns;
    private final RandomGenerator ids;
    private final List<Replica> replicas = new ArrayList<>();
    private UnaryOperator<FakeProvider> credential = UnaryOperator.identity();
    private Ownership ownership = Ownership.of(Deployment.of(DEPLOYMENT));
    private Duration slept = Duration.ZERO;
    private int crashes;

    World(long seed, int offers, SpendRules spending, Breakage breakage) {
        this.market = new FakeMarket(MARKET, clock, offers);
        this.spending = spending;
        this.breakage = breakage;
        this.turns = new Random(seed + 2);
        this.ids = new Random(seed + 1);
        this.invariants = new Invariants(market, store, clock, spending);
    }

    /** How often a process died. */
    int crashes() {
        return crashes;
    }

    /** Those that live, whether or not they stand still. */
    List<Replica> replicas() {
        return List.copyOf(replicas);
    }

    /** Those that live and do not stand still. */
    List<Replica> awake() {
        return replicas.stream().filter(Replica::isAwake).toList();
    }

    /** Processes that begin from now on have this credential. */
    void configure(UnaryOperator<FakeProvider> next) {
        credential = next;
    }

    /** Processes that begin from now on find this said of whose the store is. */
    void owned(Ownership next) {
        ownership = next;
    }

    /** The store is replaced by what a backup holds, or by nothing, while no process lives. */
    void replaceStore(Runnable by) {
        replicas().forEach(this::kill);
        by.run();
        invariants.storeReplaced();
    }

    /** A second store, whose processes take themselves for the same deployment. */
    FakeSessionStore anotherStore() {
        FakeSessionStore another = new FakeSessionStore();
        otherStores.add(another);
        invariants.elsewhere(another);
        return another;
    }

    /** One more process begins. */
    Replica boot() {
        return boot(threads -> threads);
    }

    /** One more process begins, whose work goes through these threads. */
    Replica boot(Function<SteppedThreads, Threads> paced) {
        return boot(store, paced);
    }

    /** One more process begins, on that store. */
    Replica bootOn(FakeSessionStore another) {
        return boot(another, threads -> threads);
    }

    private Replica boot(FakeSessionStore store, Function<SteppedThreads, Threads> paced) {
        Life life = new Life();
        SteppedThreads threads = new SteppedThreads(clock);
        FakeWorkQueue queue = new FakeWorkQueue(store, clock);
        WallClock wall = new WallClock(clock);
        SteadyClock steady = new SteadyClock(wall, () -> ran().toNanos());
        SessionStore mortal = new MortalStore(store, life);
        FakeProvider usual = FakeProvider.of(MARKET, market, steady);
        invariants.paidBy(usual.accountId());
        FakeProvider configured = credential.apply(usual);
        boolean pays = configured.accountId().equals(usual.accountId());
        Provider mortalProvider = new MortalProvider(new WatchedProvider(configured, invariants, steady, pays), life);
        Set<InstanceId> heard = new LinkedHashSet<>();
        GpuShopper library = GpuShopper.builder()
                .providers(List.of(new HearingProvider(breakage.provider(mortalProvider), heard)))
                .sessions(new FencedStore(breakage.store(mortal), store, invariants))
                .ledger(store)
                .queue(queue)
                .ownership(ownership)
                .probe(market.probe())
                .endpoints(market.endpoints())
                .keys(new FakeKeyMaker())
                .settings(UNWAITING)
                .spending(spending)
                .clock(steady)
                .sureOfTime(steady::isSure)
                .random(ids)
                .threads(paced.apply(threads))
                .build();
        Replica replica = new Replica(library, life, threads, queue, heard, wall, pays);
        replicas.add(replica);
        invariants.begun();
        library.start();
        compareClocks(steady, threads);
        return replica;
    }

    /** The database tells the time to whoever asks, every ten seconds. */
    private void compareClocks(SteadyClock steady, SteppedThreads threads) {
        steady.compared(clock.instant());
        threads.after(CLOCKS_COMPARED, () -> compareClocks(steady, threads));
    }

    /** How long the machines ran since the beginning, without the time in which they slept. */
    private Duration ran() {
        return Duration.between(SettableClock.START, clock.instant()).minus(slept);
    }

    /** The machine of all processes sleeps: time passes, and nothing runs. */
    void sleep(Duration time) {
        slept = slept.plus(time);
        clock.advance(time);
        invariants.disturbed();
    }

    /** The process dies, if it hasn't. */
    void kill(Replica replica) {
        if (replicas.remove(replica)) {
            crashes++;
            replica.die();
            tellWhoIsAwake();
        }
    }

    /** The machine of the database and of every process loses its power. */
    void powerCut() {
        replicas().forEach(this::kill);
        store.powerCut();
        invariants.powerCut();
    }

    /** Lets so much time pass. */
    void pass(Duration time) {
        tellWhoIsAwake();
        drive(clock.instant().plus(time), () -> false);
        if (awake().stream().anyMatch(replica -> !replica.pays())) {
            invariants.misled();
        }
        invariants.check();
    }

    /** Lets time pass until it holds. */
    void passUntil(String what, BooleanSupplier holds, Duration limit) {
        drive(clock.instant().plus(limit), holds);
        invariants.check();
        if (!holds.getAsBoolean()) {
            throw new AssertionError("it never came true within " + limit + ": " + what);
        }
    }

    /** Lets so much time pass without a check: for worlds in which those would take longer than all else. */
    void drive(Duration time) {
        drive(clock.instant().plus(time), () -> false);
    }

    private void tellWhoIsAwake() {
        if (awake().isEmpty()) {
            invariants.died();
        } else {
            invariants.begun();
        }
    }

    private void drive(Instant end, BooleanSupplier over) {
        int steps = 0;
        while (!over.getAsBoolean()) {
            if (stepAny()) {
                steps++;
                if (steps > LONGEST_INSTANT) {
                    throw new AssertionError("the world does not come to rest at " + clock.instant());
                }
            } else {
                steps = 0;
                Instant next = next(end);
                if (next.isAfter(clock.instant())) {
                    clock.set(next);
                }
                if (!clock.instant().isBefore(end)) {
                    break;
                }
            }
        }
    }

    /** Somebody does what is due, whoever's turn it is. */
    private boolean stepAny() {
        List<Replica> awake = awake();
        int first = awake.size() < 2 ? 0 : turns.nextInt(awake.size());
        for (int i = 0; i < awake.size(); i++) {
            Replica replica = awake.get((first + i) % awake.size());
            int troubles = store.troublesMet();
            boolean stepped = step(replica);
            Set<InstanceId> heard = replica.heard();
            boolean troubled = troubles != store.troublesMet();
            if (troubled) {
                invariants.storeTroubled();
            }
            if (replica.isDead()) {
                kill(replica);
            } else {
                invariants.stepped(replica.failures(), troubled ? Set.of() : heard);
            }
            if (stepped) {
                return true;
            }
        }
        return false;
    }

    private static boolean step(Replica replica) {
        try {
            return replica.step();
        } catch (ProcessDied died) {
            return true;
        }
    }

    private Instant next(Instant end) {
        Instant now = clock.instant();
        Instant next = end;
        for (Replica replica : awake()) {
            next = earlier(next, replica.nextDueAt(), now);
        }
        if (awake().isEmpty()) {
            return next;
        }
        for (FakeSessionStore other : otherStores) {
            next = earlier(next, other.nextDueAt(), now);
        }
        return earlier(next, store.nextDueAt(), now);
    }

    private static Instant earlier(Instant next, Optional<Instant> due, Instant now) {
        Instant then = due.map(at -> at.isAfter(now) ? at : now.plus(FakeWorkQueue.AGAIN_AFTER))
                .orElse(next);
        return then.isBefore(next) ? then : next;
    }
}
