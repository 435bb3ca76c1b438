package io.gpushopper.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.application.NewSession;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.FakeMarket;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios that are easily forgotten (docs/no-orphans.md), by their numbers. */
final class TenScenariosTest {
    private static final SpendRules AMPLE = new SpendRules(
            new Fuse(100, UsdPerHour.of("1000")), new Budgets(null, Map.of(), new BigDecimal("0.05"), true));
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FOR_EVER = Duration.ofDays(1_000);
    /** A pass and the provider's lag. */
    private static final Duration FOUND = Duration.ofMinutes(8);

    private final World world = new World(1, 40, AMPLE, Breakage.NONE);

    @Test
    void scenario3ASecondInstanceOfOnePurchaseIsEndedWhenItShowsAfterTheFirstWasAdopted() {
        SessionId session = rent(boot(), 0);
        world.market.lie(MarketLie.BOUGHT_TWICE, Duration.ofMinutes(1));
        awaitRunning(session);
        assertThat(billing()).hasSize(2);

        world.pass(FOUND);

        assertThat(billing()).hasSize(1);
        assertThat(session(session).status()).isEqualTo(SessionStatus.RUNNING);
        assertAllBooked(session);
    }

    @Test
    void scenario3ASecondInstanceOfAPurchaseWithoutAnAnswerIsEndedWhenItShows40SecondsAfterTheAdoption() {
        SessionId session = rent(boot(), 0);
        world.market.fail(MarketOperation.CREATE, MarketFault.DROP_AFTER_EFFECT, 1);
        world.passUntil(
                "it is adopted", () -> session(session).state() instanceof SessionState.Bound, Duration.ofMinutes(3));
        InstanceId adopted = session(session).instance().orElseThrow().id();
        world.pass(Duration.ofSeconds(40));
        Tag tag = session(session).attempts().get(0).tag();
        world.invariants.exempt(tag.text());
        world.market.plant(tag.text());

        world.pass(FOUND);

        assertThat(billing()).extracting(Rental::id).containsExactly(adopted);
        assertThat(session(session).status()).isEqualTo(SessionStatus.RUNNING);
        assertAllBooked(session);
    }

    @Test
    void scenario4APurchaseThatGoesOutLongAfterItWasSettledAndBoughtAgainElsewhereIsEnded() {
        Replica slow = boot();
        SessionId late = rent(slow, 0);
        AtomicBoolean first = new AtomicBoolean(true);
        List<SessionId> again = new ArrayList<>();
        world.market.onPurchase(request -> {
            if (first.getAndSet(false)) {
                world.invariants.exempt(request.tag().text());
                slow.standStill(() -> {
                    Replica other = boot();
                    world.pass(Duration.ofMinutes(10));
                    again.add(rent(world, other, 2, 0));
                    world.pass(Duration.ofMinutes(10));
                });
            }
        });

        world.pass(Duration.ofSeconds(30));
        assertThat(again).allMatch(session -> session(session).status() == SessionStatus.RUNNING);
        assertThat(session(late).status()).isEqualTo(SessionStatus.FAILED);
        world.pass(FOUND);

        assertThat(world.market.rentals()).hasSize(2);
        assertThat(billing()).hasSize(1);
        assertThat(again).allMatch(session -> session(session).status() == SessionStatus.RUNNING);
        assertThat(world.store.books(List.of(late))).isNotEmpty();
        world.invariants.checkQuiet();
    }

    @Test
    void scenario5AnEndWhileAPurchaseIsUnderWayElsewhereEndsWhatItBrings() {
        for (int step = 1; step <= 40; step++) {
            World anew = new World(step, 4, AMPLE, Breakage.NONE);
            Replica buyer = anew.boot();
            anew.pass(Duration.ofSeconds(10));
            SessionId session = rent(anew, buyer, 1, 0);
            anew.market.lie(MarketLie.NO_LISTING, Duration.ofMinutes(10));
            buyer.pauseIn(step, () -> {
                Replica other = anew.boot();
                // A process that has not seen the account yet takes an end all the same.
                other.library().deleteSessionAsync(session);
                anew.invariants.standsStill(Duration.ofSeconds(90));
                anew.pass(Duration.ofSeconds(90));
            });

            anew.pass(Duration.ofMinutes(30));

            assertThat(anew.store.find(session).orElseThrow().status().isFinal())
                    .as("paused at step %d: %s", step, anew.store.find(session))
                    .isTrue();
            assertThat(billing(anew)).as("paused at step %d", step).isEmpty();
            anew.invariants.checkQuiet();
        }
    }

    @Test
    void scenario6TenEndsAtOnceArriveWhileTheListingIsEmpty() {
        Replica replica = boot();
        List<SessionId> sessions = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            sessions.add(rent(world, replica, i, 0));
        }
        sessions.forEach(this::awaitRunning);
        world.market.lie(MarketLie.EMPTY_LISTING, Duration.ofMinutes(10));
        sessions.forEach(session -> replica.library().finishSession(session));

        world.pass(Duration.ofMinutes(12));

        assertThat(billing()).isEmpty();
        assertThat(sessions).allMatch(session -> session(session).status() == SessionStatus.STOPPED);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario6FourOfFiveThatReallyVanishAreBelievedInTheEnd() {
        Replica replica = boot();
        List<SessionId> sessions = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            sessions.add(rent(world, replica, i, 0));
        }
        sessions.forEach(this::awaitRunning);
        world.invariants.disturbed();
        billing().stream().limit(4).forEach(rental -> world.market.vanish(rental.id()));

        world.pass(Duration.ofMinutes(45));

        assertThat(sessions)
                .filteredOn(session -> session(session).status() == SessionStatus.FAILED)
                .hasSize(4);
        assertThat(billing()).hasSize(1);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario7WhatARefusedPurchaseBroughtIsEndedNineMinutesLater() {
        SessionId session = rent(boot(), 0);
        world.market.lie(MarketLie.REFUSED_YET_BOUGHT, Duration.ofMinutes(1));
        world.pass(Duration.ofMinutes(2));
        assertThat(session(session).status()).isEqualTo(SessionStatus.FAILED);
        assertThat(billing()).hasSize(1);

        world.pass(FakeMarket.REFUSED_SHOWN.plus(FOUND));

        assertThat(billing()).isEmpty();
        assertThat(session(session).status()).isEqualTo(SessionStatus.FAILED);
        assertAllBooked(session);
        world.invariants.checkQuiet();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"RATE_LIMIT", "SERVER_ERROR", "BARE_NOT_FOUND"})
    void scenario7WhatShowsUnderTheTagOfAnAttemptThatCameToNothingIsEndedThreeHoursLater(MarketFault refusal) {
        SessionId session = rent(boot(), 0);
        world.market.fail(MarketOperation.CREATE, refusal, 1);

        endedThreeHoursLater(session);
    }

    @Test
    void scenario7WhatShowsUnderTheTagsOfAttemptsThatWereAllRefusedIsEndedThreeHoursLater() {
        Replica replica = boot();
        for (Offer offer : replica.library()
                .offers(OfferQuery.EVERYTHING, 0, Integer.MAX_VALUE)
                .offers()) {
            world.market.sellOut(offer);
        }
        SessionId session = rent(replica, 2);

        endedThreeHoursLater(session);

        assertThat(session(session).attempts()).hasSize(3);
    }

    private void endedThreeHoursLater(SessionId session) {
        world.pass(Duration.ofHours(3));
        assertThat(session(session).status()).isEqualTo(SessionStatus.FAILED);
        for (LaunchAttempt attempt : session(session).attempts()) {
            world.invariants.exempt(attempt.tag().text());
            world.market.plant(attempt.tag().text());
        }

        world.pass(FOUND);

        assertThat(world.market.rentals())
                .hasSameSizeAs(session(session).attempts())
                .noneMatch(Rental::billing);
        assertThat(session(session).status()).isEqualTo(SessionStatus.FAILED);
        assertAllBooked(session);
        world.invariants.checkQuiet();
    }

    @ParameterizedTest(name = "after the effect: {0}")
    @ValueSource(booleans = {false, true})
    void scenario8APowerCutAtAnyStepBetweenIntentAndInstanceLosesNothing(boolean afterEffect) {
        int died = 0;
        for (int step = 1; step <= 60; step++) {
            World anew = new World(step, 4, AMPLE, Breakage.NONE);
            Replica buyer = anew.boot();
            anew.pass(Duration.ofSeconds(10));
            buyer.dieIn(step, afterEffect);
            tryToRent(anew, buyer);
            anew.pass(Duration.ofSeconds(20));
            died += buyer.isDead() ? 1 : 0;
            anew.powerCut();
            anew.pass(Duration.ofSeconds(30));
            anew.boot();

            anew.pass(Duration.ofMinutes(30));

            anew.invariants.checkQuiet();
        }
        assertThat(died).as("worlds in which it died at the chosen step").isGreaterThan(30);
    }

    @ParameterizedTest(name = "by {0}")
    @ValueSource(strings = {"PT1H", "PT-1H", "PT40S", "PT-40S"})
    void scenario9AWallClockThatIsSetWrongEndsNothingEarlyAndEverythingInTime(Duration by) {
        Replica replica = boot();
        SessionId session = rent(replica, 0);
        awaitRunning(session);
        world.pass(Duration.ofMinutes(49));
        replica.setWallClock(by);
        world.invariants.disturbed();

        Duration left =
                Duration.between(world.clock.instant(), session(session).terms().expiresAt());
        world.pass(left.minusSeconds(1));
        assertThat(session(session).status()).isEqualTo(SessionStatus.RUNNING);
        world.pass(Duration.ofMinutes(12));

        assertThat(billing()).isEmpty();
        assertThat(session(session).status()).isEqualTo(SessionStatus.STOPPED);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario9TwoReplicasWhoseClocksAreFortySecondsApartEndNothingEarly() {
        Replica right = boot();
        boot().setWallClock(Duration.ofSeconds(40));
        SessionId session = rent(right, 0);
        awaitRunning(session);

        world.pass(
                Duration.between(world.clock.instant(), session(session).terms().expiresAt())
                        .minusSeconds(1));
        assertThat(session(session).status()).isEqualTo(SessionStatus.RUNNING);
        world.pass(FOUND);

        assertThat(billing()).isEmpty();
        assertThat(session(session).status()).isEqualTo(SessionStatus.STOPPED);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario9AfterEightHoursOfSleepWhatIsLongOverIsEndedAtOnce() {
        SessionId session = rent(boot(), 0);
        awaitRunning(session);
        world.pass(Duration.ofMinutes(49));
        world.sleep(Duration.ofHours(8));

        world.drive(Duration.ofMinutes(11));

        assertThat(billing()).isEmpty();
        assertThat(session(session).status()).isEqualTo(SessionStatus.STOPPED);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario10ADiskThatIsFullKeepsNoEndFromGoingOutAndNothingIsBought() {
        Replica replica = boot();
        SessionId session = rent(replica, 0);
        awaitRunning(session);
        world.pass(Duration.ofMinutes(55));
        world.store.trouble(StoreTrouble.READ_ONLY, Integer.MAX_VALUE);
        assertThatThrownBy(() -> replica.library().createSession(wanted(2, 0))).isInstanceOf(StoreException.class);

        world.pass(Duration.ofMinutes(10));

        assertThat(billing()).isEmpty();
        assertThat(world.market.rentals()).hasSize(1);
        world.store.trouble(StoreTrouble.NONE, 0);
        world.pass(FOUND);
        assertThat(session(session).status()).isEqualTo(SessionStatus.STOPPED);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario10AnEndThatIsAskedForWhileTheDiskIsFullIsTakenAndSavedOnceThereIsRoom() throws InterruptedException {
        Replica replica = boot();
        SessionId session = rent(replica, 0);
        awaitRunning(session);
        world.store.trouble(StoreTrouble.READ_ONLY, Integer.MAX_VALUE);

        Session told = replica.library().deleteSession(session);
        world.invariants.endTaken(new TakenEnd(session, true, replica));
        world.pass(Duration.ofSeconds(1));

        assertThat(told.isActive()).isTrue();
        assertThat(billing()).isEmpty();
        assertThat(session(session).isActive()).isTrue();
        world.store.trouble(StoreTrouble.NONE, 0);
        world.pass(FOUND);
        assertThat(session(session).endCause().map(EndCause::reason)).contains(StopReason.DELETED);
        assertThat(session(session).status()).isEqualTo(SessionStatus.STOPPED);
        assertAllBooked(session);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario10AnEndThatDiesUnsavedWithItsProcessIsSentByNobodyElse() throws InterruptedException {
        Replica replica = boot();
        SessionId session = rent(replica, 0);
        awaitRunning(session);
        world.store.trouble(StoreTrouble.READ_ONLY, Integer.MAX_VALUE);

        replica.library().deleteSession(session);
        world.invariants.endTaken(new TakenEnd(session, true, replica));
        world.kill(replica);
        world.store.trouble(StoreTrouble.NONE, 0);
        boot();
        world.pass(FOUND);

        assertThat(billing()).hasSize(1);
        assertThat(session(session).state()).isInstanceOf(SessionState.Running.class);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario10ALostEncryptionKeyKeepsNoEndFromGoingOutAndNothingIsBought() {
        Replica replica = boot();
        SessionId session = rent(replica, 0);
        awaitRunning(session);
        world.store.loseEncryptionKey();
        SessionId another = rent(world, replica, 2, 0);

        world.pass(HOUR.plus(FOUND));

        assertThat(world.market.rentals()).hasSize(1);
        assertThat(billing()).isEmpty();
        assertThat(session(session).status()).isEqualTo(SessionStatus.STOPPED);
        assertThat(session(another).status()).isEqualTo(SessionStatus.FAILED);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario10AListingThatIsRetiredForEverKeepsNoEndFromGoingOutAndTenAnswersProveIt() {
        SessionId session = rent(boot(), 0);
        awaitRunning(session);
        world.market.lie(MarketLie.NO_LISTING, FOR_EVER);

        world.pass(HOUR.plus(Duration.ofMinutes(2)));
        assertThat(billing()).isEmpty();
        assertThat(session(session).status()).isEqualTo(SessionStatus.STOPPING);
        world.pass(HOUR.plus(FOUND));

        assertThat(session(session).status()).isEqualTo(SessionStatus.STOPPED);
        assertAllBooked(session);
        world.invariants.checkQuiet();
    }

    private Replica boot() {
        Replica replica = world.boot();
        world.pass(Duration.ofSeconds(10));
        return replica;
    }

    private SessionId rent(Replica replica, int retries) {
        return rent(world, replica, 1, retries);
    }

    private static SessionId rent(World world, Replica replica, int offer, int retries) {
        try {
            return replica.library()
                    .createSession(wanted(offer, retries))
                    .session()
                    .id();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void tryToRent(World world, Replica replica) {
        try {
            rent(world, replica, 1, 0);
        } catch (ProcessDied died) {
            world.kill(replica);
        }
    }

    private static NewSession wanted(int offer, int retries) {
        return NewSession.of(
                        new ConsumerId("me"),
                        new OfferId(World.MARKET, Integer.toString(offer)),
                        WorkloadType.BATCH,
                        HOUR)
                .with(new SessionOptions(
                        Labels.NONE,
                        Setup.USUAL,
                        new SpendLimits(null, null),
                        new RetryTerms(retries, RetryScope.ANY),
                        null));
    }

    private void awaitRunning(SessionId session) {
        world.passUntil(
                session + " runs",
                () -> session(session).state() instanceof SessionState.Running,
                Duration.ofMinutes(5));
    }

    private Session session(SessionId id) {
        return world.store.find(id).orElseThrow();
    }

    private List<Rental> billing() {
        return billing(world);
    }

    private static List<Rental> billing(World world) {
        return world.market.rentals().stream().filter(Rental::billing).toList();
    }

    /** Whatever its purchases brought is in its books. */
    private void assertAllBooked(SessionId session) {
        List<LedgerEntry> books = world.store.books(List.of(session)).getOrDefault(session, List.of());
        assertThat(world.market.rentals())
                .allMatch(rental ->
                        books.stream().anyMatch(entry -> entry.line().instance().equals(rental.id())));
    }
}
