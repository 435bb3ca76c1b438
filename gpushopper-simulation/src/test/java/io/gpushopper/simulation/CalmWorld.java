package io.gpushopper.simulation;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NewSession;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.ports.Deployment;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.FakeWorkQueue;
import io.gpushopper.testkit.Rental;
import io.gpushopper.testkit.RentalMeter;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.SteppedThreads;
import io.gpushopper.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One seed, one world in which every call succeeds and no process dies: consumers rent and end, and the market loses and stops machines
 * and changes their prices. Confined to one thread.
 */
final class CalmWorld {
    private static final ProviderId MARKET = new ProviderId("fakemarket");
    private static final int OFFERS = 10;
    private static final int STEPS = 40;

    private final RandomGenerator random;
    private final SettableClock clock = new SettableClock();
    private final FakeMarket market = new FakeMarket(MARKET, clock, OFFERS);
    private final FakeSessionStore store = new FakeSessionStore();
    private final SteppedThreads threads = new SteppedThreads(clock);
    private final FakeWorkQueue queue = new FakeWorkQueue(store, clock);
    private final List<SessionId> created = new ArrayList<>();
    private final GpuShopper shopper;

    CalmWorld(long seed) {
        random = new Random(seed);
        shopper = GpuShopper.builder()
                .providers(List.of(FakeProvider.of(MARKET, market, clock)))
                .sessions(store)
                .ledger(store)
                .queue(queue)
                .deployment(Deployment.of(new DeploymentId("calm")))
                .probe(market.probe())
                .endpoints(market.endpoints())
                .keys(new FakeKeyMaker())
                .settings(World.UNWAITING)
                .clock(clock)
                .random(new Random(seed + 1))
                .threads(threads)
                .build();
    }

    /** Until every session is over. */
    void live() {
        shopper.start();
        pass(Duration.ofSeconds(5));
        for (int i = 0; i < STEPS; i++) {
            act();
            pass(Duration.ofMillis(1 + random.nextInt(240_000)));
        }
        pass(Duration.ofHours(3));
    }

    List<Session> sessions() {
        return created.stream().map(store::find).flatMap(Optional::stream).toList();
    }

    List<LedgerEntry> books(Session session) {
        return store.books(List.of(session.id())).getOrDefault(session.id(), List.of());
    }

    List<LedgerCorrection> correct(Session session, Function<List<LedgerEntry>, List<LedgerCorrection>> missing) {
        return store.correct(session.id(), missing);
    }

    /** The meters of all that the session's purchases brought. */
    List<RentalMeter> meters(Session session) {
        return market.rentals().stream()
                .filter(rental -> Tag.parse(rental.mark())
                        .filter(tag -> tag.session().equals(session.id()))
                        .isPresent())
                .map(rental -> market.meter(rental.id()))
                .toList();
    }

    Instant now() {
        return clock.instant();
    }

    private void act() {
        switch (random.nextInt(8)) {
            case 0, 1 -> rent();
            case 2 -> end();
            case 3 -> billing(rental -> market.vanish(rental.id()));
            case 4 -> billing(rental -> market.stop(rental.id()));
            case 5, 6 -> billing(rental -> market.reprice(rental.id(), price()));
            default -> market.bootIn(Duration.ofMillis(random.nextInt(90_000)));
        }
    }

    private void rent() {
        OfferId offer = new OfferId(MARKET, Integer.toString(1 + created.size()));
        if (created.size() < OFFERS) {
            try {
                created.add(shopper.createSession(
                                NewSession.of(new ConsumerId("me"), offer, WorkloadType.BATCH, Duration.ofHours(1)))
                        .session()
                        .id());
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    private void end() {
        sessions().stream()
                .filter(Session::isActive)
                .findFirst()
                .ifPresent(session -> shopper.finishSession(session.id()));
    }

    /** Something happens to a machine that bills. */
    private void billing(Consumer<Rental> happens) {
        market.rentals().stream().filter(Rental::billing).findFirst().ifPresent(happens);
    }

    private Rates price() {
        return new Rates(UsdPerHour.of("0." + (100_000 + random.nextInt(900_000))), FakeMarket.RATES.storage());
    }

    private void pass(Duration time) {
        new VirtualTime(clock, store, queue, threads).pass(time);
        queue.failures().stream().findFirst().ifPresent(failure -> {
            throw new AssertionError("a worker broke", failure);
        });
    }
}
