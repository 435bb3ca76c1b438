package io.gpushopper.simulation;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NewSession;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketLie;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import io.gpushopper.testkit.StoreTrouble;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One seed, one world: consumers, a market that fails and lies, a store that can't be written at times, and one to three processes that
 * die, stand still, and start again. Confined to one thread.
 */
final class SeededWorld {
    private static final ConsumerId THRIFTY = new ConsumerId("consumer-0");
    /** Tight enough that every world comes up against them. */
    private static final SpendRules TIGHT = new SpendRules(
            new Fuse(6, UsdPerHour.of("2.1")),
            new Budgets(null, Map.of(THRIFTY, new Usd(new BigDecimal("2"))), new BigDecimal("0.05"), true));

    private static final int OFFERS = 80;
    /** But for what nobody can tell from the truth: that breaks A4, and has worlds of its own. */
    private static final MarketLie[] LIES = Stream.of(MarketLie.values())
            .filter(lie -> lie != MarketLie.NO_SUCH_INSTANCE)
            .toArray(MarketLie[]::new);

    private static final List<String> MISFORTUNES = List.of(
            "host reclaimed",
            "instance stopped or preempted",
            "bought twice at once",
            "SSH accepts and drops",
            "key rejected",
            "host key changes",
            "address changes",
            "port missing",
            "price after the purchase",
            "kept instance started",
            "stop without effect");
    private static final Rates DEARER = new Rates(UsdPerHour.of("0.50"), FakeMarket.RATES.storage());
    // The longest lag of the market stays under the one that the provider's traits promise.
    private static final int LONGEST_LAG_SECONDS = 100;
    // Longer than a purchase may take, and than any lease.
    private static final int LONGEST_PAUSE_SECONDS = 600;

    private final RandomGenerator random;
    private final World world;
    private final int wanted;
    private final Tally tally = new Tally();
    private final List<RepeatedCreate> repeated = new ArrayList<>();
    private boolean paused;

    SeededWorld(long seed, Breakage breakage) {
        this.random = new Random(seed);
        this.world = new World(seed, OFFERS, TIGHT, breakage);
        this.wanted = 1 + random.nextInt(3);
    }

    SeededWorld(long seed) {
        this(seed, Breakage.NONE);
    }

    /** Lives through that many random steps, and then to quiet. */
    void live(int steps) {
        world.boot();
        for (int i = 0; i < steps; i++) {
            act();
            world.pass(Duration.ofMillis(1 + random.nextInt(20_000)));
        }
        quieten();
        for (Session session : world.store.everything()) {
            tally.lived(session);
            boolean kept = world.store.events(session.id(), 0, Integer.MAX_VALUE).stream()
                    .anyMatch(recorded -> recorded.event().reason().startsWith("the instance is stopped"));
            tally.count("storage kept", kept ? 1 : 0);
        }
        tally.count("process died", world.crashes());
    }

    /** What was done to the world, and what became of its sessions. */
    Tally tally() {
        return tally;
    }

    /** What the store says at the end, for comparing two lives of one seed. */
    String trace() {
        StringBuilder trace = new StringBuilder();
        for (Session session : world.store.everything()) {
            trace.append(session).append(world.store.events(session.id(), 0, Integer.MAX_VALUE));
        }
        return trace.append(world.market.rentals()).toString();
    }

    private void act() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> rent();
            case 3 -> end();
            case 4 -> extend();
            case 5, 6 -> fault();
            case 7 -> misfortune();
            case 8 -> world.market.showAfter(Duration.ofSeconds(random.nextInt(LONGEST_LAG_SECONDS)));
            case 9 -> charge();
            case 10 -> scarcity();
            case 11 -> lie();
            case 12 -> trouble();
            case 13 -> pause();
            case 14 -> repeat();
            default -> mortality();
        }
    }

    private void charge() {
        boolean dearer = random.nextInt(3) == 0;
        world.market.charge(dearer ? DEARER : FakeMarket.RATES);
        tally.count("price before a purchase", 1);
    }

    /** What consumers ask a process that is awake. */
    private Optional<GpuShopper> library() {
        return replica().map(Replica::library);
    }

    private Optional<Replica> replica() {
        List<Replica> awake = world.awake();
        return awake.isEmpty() ? Optional.empty() : Optional.of(awake.get(random.nextInt(awake.size())));
    }

    private void rent() {
        String consumer = "consumer-" + random.nextInt(3);
        library()
                .ifPresent(library -> attempt(() -> {
                    List<Offer> offers =
                            library.offers(OfferQuery.EVERYTHING, 0, OFFERS).offers();
                    if (!offers.isEmpty()) {
                        OfferId offer =
                                offers.get(random.nextInt(offers.size())).id();
                        NewSession request = NewSession.of(
                                        new ConsumerId(consumer),
                                        offer,
                                        WorkloadType.BATCH,
                                        Duration.ofHours(1 + random.nextInt(2)))
                                .with(options());
                        if (random.nextInt(3) == 0) {
                            RepeatedCreate once = new RepeatedCreate(request, repeated.size(), world);
                            repeated.add(once);
                            once.ask(library);
                        } else {
                            world.invariants.created(
                                    library.createSession(request).session().id());
                        }
                    }
                }));
    }

    /** A consumer who heard no answer, or lost it, asks again. */
    private void repeat() {
        if (!repeated.isEmpty()) {
            RepeatedCreate again = repeated.get(random.nextInt(repeated.size()));
            library().ifPresent(library -> attempt(() -> again.ask(library)));
            tally.count("create repeated", 1);
        }
    }

    /** A third of the sessions have a cap that they reach within the world's time. */
    private SessionOptions options() {
        RetryTerms retry = new RetryTerms(random.nextInt(4), RetryScope.ANY);
        Usd cap = random.nextInt(3) == 0 ? new Usd(BigDecimal.valueOf(35 + random.nextInt(150), 3)) : null;
        Duration keepFor = random.nextInt(3) == 0 ? Duration.ofMinutes(5 + random.nextInt(60)) : null;
        return new SessionOptions(Labels.NONE, Setup.USUAL, new SpendLimits(null, cap), retry, keepFor);
    }

    /** Offers come and go, and machines take longer to boot than anybody waits. */
    private void scarcity() {
        int what = random.nextInt(3);
        if (what == 0) {
            for (int i = random.nextInt(8); i > 0; i--) {
                world.market.stock(Integer.toString(1 + random.nextInt(OFFERS)));
            }
        } else if (what == 1) {
            library()
                    .ifPresent(library -> library.offers(OfferQuery.EVERYTHING, 0, OFFERS).offers().stream()
                            .limit(1 + random.nextInt(8))
                            .forEach(world.market::sellOut));
            tally.count("offers sold out", 1);
        } else {
            boolean soon = random.nextBoolean();
            world.market.bootIn(soon ? Duration.ofSeconds(5) : Duration.ofMinutes(20));
            tally.count("never boots in time", soon ? 0 : 1);
        }
    }

    private void end() {
        anySession().ifPresent(id -> replica().ifPresent(replica -> attempt(() -> end(id, replica))));
    }

    private void end(SessionId id, Replica replica) throws InterruptedException {
        boolean deletes = random.nextBoolean();
        GpuShopper library = replica.library();
        Session told = deletes ? library.deleteSession(id) : library.finishSession(id);
        if (told.state() instanceof SessionState.Bound) {
            // What never ran holds nothing that could be kept.
            boolean keeps = told.terms().options().keepFor() != null && told.status() != SessionStatus.PROVISIONING;
            world.invariants.endTaken(new TakenEnd(id, deletes || !keeps, replica));
        }
    }

    private void extend() {
        anySession()
                .ifPresent(id ->
                        library().ifPresent(library -> attempt(() -> library.extendSession(id, Duration.ofHours(1)))));
    }

    private void fault() {
        MarketOperation operation = any(MarketOperation.values());
        MarketFault kind = any(MarketFault.values());
        world.market.fail(operation, kind, 1 + random.nextInt(12));
        tally.count(operation + " " + kind, 1);
    }

    /** What the market tells isn't so for a while. */
    private void lie() {
        MarketLie lie = any(LIES);
        world.market.lie(lie, Duration.ofSeconds(1 + random.nextInt(300)));
        world.invariants.disturbed();
        tally.count(lie.name(), 1);
    }

    /** The store can't be written, or breaks before it says that it is. */
    private void trouble() {
        StoreTrouble kind = any(StoreTrouble.values());
        world.store.trouble(kind, 1 + random.nextInt(kind == StoreTrouble.READ_ONLY ? 40 : 4));
        world.invariants.disturbed();
        tally.count("STORE " + kind, 1);
    }

    /** The provider loses or stops an instance, or makes a second one of it, or something goes wrong in it. */
    private void misfortune() {
        List<Rental> ours = world.market.rentals().stream()
                .filter(rental -> rental.billing() && Tag.parse(rental.mark()).isPresent())
                .toList();
        if (ours.isEmpty()) {
            return;
        }
        Rental chosen = ours.get(random.nextInt(ours.size()));
        int what = random.nextInt(MISFORTUNES.size());
        switch (what) {
            case 0 -> world.market.vanish(chosen.id());
            case 1 -> world.market.stop(chosen.id());
            case 2 -> {
                world.market.plant(chosen.mark());
                world.invariants.exempt(chosen.mark());
            }
            case 3 -> world.market.machine(chosen.id()).failAt(ProbeStage.HANDSHAKE);
            case 4 -> world.market.machine(chosen.id()).failAt(ProbeStage.LOGIN);
            case 5 -> world.market.machine(chosen.id()).changeHostKey();
            case 6 -> world.market.move(chosen.id());
            case 7 -> world.market.hideAddress(chosen.id());
            case 8 -> world.market.reprice(chosen.id(), random.nextBoolean() ? DEARER : FakeMarket.RATES);
            case 9 -> startKept();
            default -> world.market.ignoreStops(1 + random.nextInt(3));
        }
        tally.count(MISFORTUNES.get(what), 1);
    }

    /** A start that was queued comes to its turn. */
    private void startKept() {
        for (Session session : world.store.everything()) {
            if (session.state() instanceof SessionState.Kept kept) {
                world.invariants.started(kept.instance());
                world.market.start(kept.instance());
            }
        }
    }

    private void mortality() {
        List<Replica> awake = world.awake();
        if (awake.isEmpty() || awake.size() < wanted) {
            begin();
        } else if (random.nextBoolean()) {
            awake.get(random.nextInt(awake.size())).dieIn(1 + random.nextInt(30), random.nextBoolean());
            tally.count("death at a step", 1);
        } else if (random.nextInt(4) == 0) {
            world.powerCut();
            tally.count("power cut", 1);
        } else {
            world.kill(awake.get(random.nextInt(awake.size())));
        }
        world.invariants.disturbed();
    }

    /** One process in eight has the key of another account. */
    private void begin() {
        if (random.nextInt(8) == 0) {
            world.configure(FakeProvider::ofAnotherAccount);
            tally.count("key of another account", 1);
        }
        world.boot();
        world.configure(UnaryOperator.identity());
    }

    /** A process stands still before one of its next steps, while consumers and the other processes go on. */
    private void pause() {
        List<Replica> awake = world.awake();
        if (awake.size() < 2 || paused) {
            return;
        }
        Replica chosen = awake.get(random.nextInt(awake.size()));
        int seconds = 1 + random.nextInt(random.nextBoolean() ? 20 : LONGEST_PAUSE_SECONDS);
        tally.count(seconds > 60 ? "pause past every lease" : "short pause", 1);
        chosen.pauseIn(1 + random.nextInt(20), () -> goOnWithout(seconds));
    }

    private void goOnWithout(int seconds) {
        paused = true;
        world.invariants.standsStill(Duration.ofSeconds(seconds));
        try {
            for (int i = 0; i < 4; i++) {
                act();
                world.pass(Duration.ofMillis(seconds * 250L));
            }
        } catch (AssertionError violation) {
            // It would be taken for a failure of whatever stands still.
            world.invariants.violated(violation);
        }
        world.invariants.disturbed();
        paused = false;
    }

    /** Faults off, the processes alive, and time for the settlement of everything and a few passes. */
    private void quieten() {
        repeated.forEach(RepeatedCreate::check);
        world.market.heal();
        world.market.showAfter(Duration.ZERO);
        world.store.trouble(StoreTrouble.NONE, 0);
        world.replicas().forEach(world::kill);
        for (int i = 0; i < wanted; i++) {
            world.boot();
        }
        for (int i = 0; i < 60; i++) {
            world.pass(Duration.ofSeconds(30));
        }
        // Many that are missing at once are not believed for half an hour.
        world.pass(Duration.ofMinutes(15));
        world.invariants.checkQuiet();
    }

    private Optional<SessionId> anySession() {
        List<Session> known = world.store.everything();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.get(random.nextInt(known.size())).id());
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** What a consumer asks for may be refused, and the process may die of it; nothing else may happen. */
    private void attempt(Wish wish) {
        try {
            wish.ask();
        } catch (ProcessDied died) {
            world.replicas().stream().filter(Replica::isDead).forEach(world::kill);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } catch (StoreException unwritten) {
            tally.count("requests that the store failed", 1);
        } catch (RuntimeException refused) {
            if (!refused.getClass().getName().startsWith("io.gpushopper.")) {
                throw new AssertionError("not a refusal", refused);
            }
            tally.refused(refused);
        }
    }

    /** What a consumer asks for. */
    private interface Wish {
        void ask() throws InterruptedException;
    }
}
