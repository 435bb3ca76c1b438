package io.gpushopper.simulation;

import io.gpushopper.application.EngineSettings;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NewSession;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.domain.spending.BudgetExceededException;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.FuseException;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.Deployment;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.FakeWorkQueue;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.SteppedThreads;
import io.gpushopper.testkit.VirtualTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** One seed, one world: consumers, a market that fails, and a process that dies and starts again. Confined to one thread. */
final class SeededWorld {
    private static final ProviderId MARKET = new ProviderId("fakemarket");
    /** Nobody waits in a world: what becomes of a request shows on its session. */
    static final EngineSettings UNWAITING = new EngineSettings(
            Duration.ofHours(12),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            EngineSettings.DEFAULT.priceTolerance());

    private static final ConsumerId THRIFTY = new ConsumerId("consumer-0");
    /** Tight enough that every world comes up against them. */
    private static final SpendRules TIGHT = new SpendRules(
            new Fuse(6, UsdPerHour.of("2.1")),
            new Budgets(null, Map.of(THRIFTY, new Usd(new BigDecimal("2"))), new BigDecimal("0.05"), true));

    private static final int OFFERS = 80;
    private static final Rates DEARER = new Rates(UsdPerHour.of("0.50"), FakeMarket.RATES.storage());
    // The longest lag of the market stays under the one that the provider's traits promise.
    private static final int LONGEST_LAG_SECONDS = 100;

    private final RandomGenerator random;
    private final SettableClock clock = new SettableClock();
    private final FakeMarket market = new FakeMarket(MARKET, clock, OFFERS);
    private final FakeSessionStore store = new FakeSessionStore();
    private final Invariants invariants = new Invariants(market, store, clock, TIGHT);
    private final RandomGenerator ids;
    private Life life = new Life();
    private SteppedThreads threads = new SteppedThreads(clock);
    private FakeWorkQueue queue = new FakeWorkQueue(store, clock);
    private Optional<GpuShopper> shopper = Optional.empty();
    private int crashes;
    private int faults;
    private int refusals;

    SeededWorld(long seed) {
        this.random = new Random(seed);
        this.ids = new Random(seed + 1);
    }

    /** Lives through that many random steps, and then to quiet. */
    void live(int steps) {
        boot();
        for (int i = 0; i < steps; i++) {
            act();
            time(Duration.ofMillis(1 + random.nextInt(20_000)));
        }
        quieten();
    }

    int crashes() {
        return crashes;
    }

    /** How often another offer was tried. */
    int retries() {
        return invariants.created().stream()
                .flatMap(id -> store.find(id).stream())
                .mapToInt(Session::retries)
                .sum();
    }

    int faults() {
        return faults;
    }

    /** How many sessions their cap or their consumer's budget ended. */
    int capped() {
        return invariants.ended(StopReason.BUDGET);
    }

    /** How often fuse or budget refused something. */
    int refusals() {
        return refusals;
    }

    int sessions() {
        return invariants.created().size();
    }

    /** What the store says at the end, for comparing two lives of one seed. */
    String trace() {
        StringBuilder trace = new StringBuilder();
        for (SessionId id : invariants.created()) {
            trace.append(store.find(id).map(Session::toString).orElse("lost"))
                    .append(store.events(id, 0, Integer.MAX_VALUE));
        }
        return trace.append(market.rentals()).toString();
    }

    private void act() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> rent();
            case 3 -> end();
            case 4 -> extend();
            case 5, 6 -> fault();
            case 7 -> misfortune();
            case 8 -> market.showAfter(Duration.ofSeconds(random.nextInt(LONGEST_LAG_SECONDS)));
            case 10 -> scarcity();
            case 9 -> market.charge(random.nextInt(3) == 0 ? DEARER : FakeMarket.RATES);
            default -> mortality();
        }
    }

    private void rent() {
        String consumer = "consumer-" + random.nextInt(3);
        shopper.ifPresent(library -> attempt(() -> {
            List<Offer> offers =
                    library.offers(OfferQuery.EVERYTHING, 0, OFFERS).offers();
            if (!offers.isEmpty()) {
                OfferId offer = offers.get(random.nextInt(offers.size())).id();
                NewSession wanted = NewSession.of(
                                new ConsumerId(consumer),
                                offer,
                                WorkloadType.BATCH,
                                Duration.ofHours(1 + random.nextInt(2)))
                        .with(options());
                invariants.created(library.createSession(wanted).session().id());
            }
        }));
    }

    /** A third of the sessions have a cap that they reach within the world's time. */
    private SessionOptions options() {
        RetryTerms retry = new RetryTerms(random.nextInt(4), RetryScope.ANY);
        Usd cap = random.nextInt(3) == 0 ? new Usd(BigDecimal.valueOf(35 + random.nextInt(150), 3)) : null;
        return new SessionOptions(Labels.NONE, Setup.USUAL, new SpendLimits(null, cap), retry, null);
    }

    /** Offers come and go, and machines take longer to boot than anybody waits. */
    private void scarcity() {
        int what = random.nextInt(3);
        if (what == 0) {
            for (int i = random.nextInt(8); i > 0; i--) {
                market.stock(Integer.toString(1 + random.nextInt(OFFERS)));
            }
        } else if (what == 1) {
            shopper.ifPresent(library -> library.offers(OfferQuery.EVERYTHING, 0, OFFERS).offers().stream()
                    .limit(1 + random.nextInt(8))
                    .forEach(market::sellOut));
        } else {
            market.bootIn(random.nextBoolean() ? Duration.ofSeconds(5) : Duration.ofMinutes(20));
        }
    }

    private void end() {
        anySession()
                .ifPresent(id -> shopper.ifPresent(library -> attempt(() -> {
                    if (random.nextBoolean()) {
                        library.deleteSession(id);
                    } else {
                        library.finishSession(id);
                    }
                })));
    }

    private void extend() {
        anySession()
                .ifPresent(id ->
                        shopper.ifPresent(library -> attempt(() -> library.extendSession(id, Duration.ofHours(1)))));
    }

    private void fault() {
        MarketOperation[] operations = MarketOperation.values();
        MarketFault[] kinds = MarketFault.values();
        market.fail(
                operations[random.nextInt(operations.length)],
                kinds[random.nextInt(kinds.length)],
                1 + random.nextInt(12));
        faults++;
    }

    /** The provider loses or stops an instance, or makes a second one of it. */
    private void misfortune() {
        List<Rental> ours = market.rentals().stream()
                .filter(rental -> rental.billing() && Tag.parse(rental.mark()).isPresent())
                .toList();
        if (ours.isEmpty()) {
            return;
        }
        Rental chosen = ours.get(random.nextInt(ours.size()));
        faults++;
        switch (random.nextInt(3)) {
            case 0 -> market.vanish(chosen.id());
            case 1 -> market.stop(chosen.id());
            default -> {
                market.plant(chosen.mark());
                invariants.doubled(chosen.mark());
            }
        }
    }

    private void mortality() {
        if (shopper.isEmpty()) {
            boot();
        } else if (random.nextBoolean()) {
            life.dieIn(1 + random.nextInt(30), random.nextBoolean());
        } else {
            die(random.nextInt(4) == 0);
        }
    }

    private void boot() {
        life = new Life();
        threads = new SteppedThreads(clock);
        queue = new FakeWorkQueue(store, clock);
        GpuShopper library = GpuShopper.builder()
                .providers(List.of(new MortalProvider(FakeProvider.of(MARKET, market, clock), life)))
                .sessions(new MortalStore(store, life))
                .ledger(store)
                .queue(queue)
                .deployment(Deployment.of(new DeploymentId("seeded")))
                .probe(market.probe())
                .keys(new FakeKeyMaker())
                .settings(UNWAITING)
                .spending(TIGHT)
                .clock(clock)
                .random(ids)
                .threads(threads)
                .build();
        shopper = Optional.of(library);
        invariants.begun();
        library.start();
    }

    private void die(boolean powerCut) {
        crashes++;
        invariants.died();
        life.end();
        threads.close();
        shopper = Optional.empty();
        if (powerCut) {
            store.powerCut();
            invariants.powerCut();
        }
    }

    private void time(Duration span) {
        new VirtualTime(clock, store, queue, threads).pass(span);
        if (life.isOver() && shopper.isPresent()) {
            die(random.nextInt(4) == 0);
        }
        if (!life.isOver()) {
            queue.failures().stream().findFirst().ifPresent(failure -> {
                throw new AssertionError("a worker broke", failure);
            });
        }
        invariants.check();
    }

    /** Faults off, a process alive, and time for the settlement of everything and a few passes. */
    private void quieten() {
        market.heal();
        market.showAfter(Duration.ZERO);
        die(false);
        boot();
        for (int i = 0; i < 60; i++) {
            time(Duration.ofSeconds(30));
        }
        invariants.checkQuiet();
    }

    private Optional<SessionId> anySession() {
        List<SessionId> known = new ArrayList<>(invariants.created());
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(random.nextInt(known.size())));
    }

    /** What a consumer asks for may be refused, and the process may die of it; nothing else may happen. */
    private void attempt(Wish wish) {
        try {
            wish.ask();
        } catch (ProcessDied died) {
            die(random.nextInt(4) == 0);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } catch (RuntimeException refused) {
            if (!isRefusal(refused)) {
                throw new AssertionError("not a refusal", refused);
            }
            refusals += refused instanceof FuseException || refused instanceof BudgetExceededException ? 1 : 0;
        }
    }

    private static boolean isRefusal(RuntimeException thrown) {
        String type = thrown.getClass().getName();
        return type.startsWith("io.gpushopper.") && !type.endsWith("StoreException");
    }

    /** What a consumer asks for. */
    private interface Wish {
        void ask() throws InterruptedException;
    }
}
