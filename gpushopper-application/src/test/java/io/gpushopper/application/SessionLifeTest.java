package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.IllegalTransitionException;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.DuplicateSessionException;
import io.gpushopper.testkit.FakeMachine;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a session, from the offer to the proof that nothing of it is left. */
final class SessionLifeTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofMinutes(10);

    private static final SessionOptions RETRYING = new SessionOptions(
            Labels.NONE, Setup.USUAL, SpendLimits.NONE, new RetryTerms(3, RetryScope.SAME_GPU), null);

    private final World world = new World();

    /** Whatever a test did: what bills, a session answers for, and no worker broke. */
    @AfterEach
    void nothingBillsThatNoSessionAnswersFor() {
        assertThat(world.queue().failures()).isEmpty();
        assertThat(world.billing())
                .allSatisfy(rental -> assertThat(world.store.unfinished())
                        .anySatisfy(session -> assertThat(rental.mark())
                                .isIn(session.attempts().stream()
                                        .map(attempt -> attempt.tag().text())
                                        .toList())));
    }

    @Test
    void runsWithinASecondOfTheInstanceLettingTheKeysIn() {
        SessionId id = world.rent("1");

        world.until(id, SessionStatus.RUNNING, Duration.ofSeconds(8));

        Session running = world.session(id);
        assertThat(running.instance().orElseThrow().access().hostKey()).startsWith("SHA256:");
        assertThat(world.market.machine(world.instanceOf(id)).authorisedKeys("root"))
                .contains(
                        running.terms().consumerKeys().get(0).line(),
                        running.terms().engineKey().line());
    }

    @Test
    void putsAKeyThatWasAddedWhileTheHostWasOutOfReachInPlaceLater() throws InterruptedException {
        SessionId id = running();
        FakeMachine machine = world.market.machine(world.instanceOf(id));
        SshPublicKey another = new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAnotherKeyOfAlice alice");
        machine.failAt(ProbeStage.CONNECT);

        world.shopper().addKey(id, another);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.session(id).letsEveryKeyIn()).isFalse();
        machine.recover();
        world.pass(Duration.ofSeconds(5));
        assertThat(world.session(id).letsEveryKeyIn()).isTrue();
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(machine.authorisedKeys("root")).contains(another.line());
    }

    @Test
    void sendsNothingWhenWhatWasAskedForCantBeReadAnyMore() {
        world.store.loseEncryptionKey();

        SessionId id = world.rent("1");
        world.pass(SOON);

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.FAILED);
        assertThat(world.market.rentals()).isEmpty();
    }

    @Test
    void isStoppedOnlyOnceTheInstanceIsProvedGone() throws InterruptedException {
        SessionId id = running();

        Session ending = world.shopper().deleteSession(id);

        assertThat(ending.status()).isEqualTo(SessionStatus.STOPPING);
        world.until(id, SessionStatus.STOPPED, SOON);
        assertThat(world.billing()).isEmpty();
        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(StopReason.DELETED);
        assertThat(world.store.engineKey(id)).isEmpty();
    }

    @Test
    void isNotStoppedWhileTheProviderOnlySaysThatItAcceptedTheEnd() throws InterruptedException {
        SessionId id = running();
        world.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 1_000);

        world.shopper().deleteSession(id);
        world.pass(SOON);

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.STOPPING);
        world.market.heal();
        world.until(id, SessionStatus.STOPPED, SOON);
    }

    @Test
    void givesBackAnInstanceThatIsChargedMoreThanWasAgreed() {
        world.market.charge(new Rates(UsdPerHour.of("0.50"), FakeMarket.RATES.storage()));

        SessionId id = world.rent("1");

        world.until(id, SessionStatus.FAILED, SOON);
        assertThat(failureOf(id)).isEqualTo(FailureType.PRICE_CHANGED);
        assertThat(world.store.events(id, 0, 100))
                .noneMatch(line -> line.event().to() == SessionStatus.RUNNING);
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void buysNothingAboveTheConsumersLimit() {
        SpendLimits limits = new SpendLimits(UsdPerHour.of("0.41"), null);

        assertThatThrownBy(() ->
                        world.rent("1", new SessionOptions(Labels.NONE, Setup.USUAL, limits, RetryTerms.NEVER, null)))
                .isInstanceOf(PriceChangedException.class)
                .hasMessageContaining("$0.412")
                .hasMessageEndingWith("$0.41");
        assertThat(world.market.rentals()).isEmpty();
    }

    @Test
    void goesOnWithTheCheapestOtherOfferWhenTheOneIsGone() {
        world.sellOut("1");

        SessionId id = world.rent("1", RETRYING);

        world.until(id, SessionStatus.RUNNING, SOON);
        Session running = world.session(id);
        assertThat(running.terms().offer()).isEqualTo(offer("10"));
        assertThat(running.failedOffers()).containsExactly(offer("1"));
        assertThat(world.store.events(id, 0, 100))
                .anyMatch(event -> event.event().reason().contains("stale_inventory"));
        assertThat(world.billing()).hasSize(1);
    }

    @Test
    void goesOnWithAnotherOfferWhenTheInstanceDoesNotBootAndEndsTheFirst() {
        world.market.bootIn(Duration.ofHours(1));
        SessionId id = world.rent("1", RETRYING);
        world.pass(Duration.ofMinutes(14));
        world.market.bootIn(Duration.ofSeconds(5));

        world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(2));

        assertThat(world.session(id).retries()).isEqualTo(1);
        assertThat(world.billing()).hasSize(1);
    }

    @Test
    void isNotGivenAnOfferOnWhichItsConsumerHasASessionAlready() {
        world.market.bootIn(Duration.ofHours(1));
        SessionId other = world.rent("10");
        world.until(other, SessionStatus.PROVISIONING, SOON);
        world.market.stock("10");
        world.pass(SOON);
        world.sellOut("1");

        SessionId id = world.rent("1", RETRYING);
        world.pass(Duration.ofSeconds(5));

        assertThat(world.session(id).terms().offer()).isEqualTo(offer("11"));
    }

    @Test
    void goesOnWithAnotherOfferThoughTheProcessDiedMeanwhile() {
        world.sellOut("1");
        SessionId id = world.rent("1", RETRYING);

        world.restart();

        world.until(id, SessionStatus.RUNNING, LATER);
        assertThat(world.billing()).hasSize(1);
    }

    @Test
    void endsAtTheEndOfItsReservation() {
        SessionId id = running();

        world.until(id, SessionStatus.STOPPED, Duration.ofHours(2).plus(SOON));

        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(StopReason.EXPIRED);
        assertThat(world.clock.instant()).isAfter(world.session(id).terms().expiresAt());
    }

    @Test
    void livesOnForAsLongAsItWasExtended() {
        SessionId id = running();

        Session extended = world.shopper().extendSession(id, Duration.ofHours(3));

        assertThat(extended.terms().expiresAt())
                .isEqualTo(extended.terms().createdAt().plus(Duration.ofHours(5)));
        world.pass(Duration.ofHours(4));
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        world.until(id, SessionStatus.STOPPED, Duration.ofHours(1).plus(SOON));
    }

    @Test
    void cannotBeFinishedTwice() {
        SessionId id = running();
        world.shopper().finishSession(id);

        assertThatThrownBy(() -> world.shopper().finishSession(id)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void isRefusedASecondTimeOnTheSameOffer() {
        SessionId id = world.rent("1");

        assertThatThrownBy(() -> world.rent("1"))
                .isInstanceOfSatisfying(
                        DuplicateSessionException.class,
                        refused -> assertThat(refused.existing()).isEqualTo(id));
    }

    @Test
    void failsWhenTheOfferIsGoneAndLeavesNothing() {
        world.market.sellOut(world.shopper().inventory().find(offer("2")).orElseThrow());

        SessionId id = world.rent("2");
        world.until(id, SessionStatus.FAILED, SOON);

        assertThat(failureOf(id)).isEqualTo(FailureType.STALE_INVENTORY);
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void tellsAnOfferOfAMomentAgoFromOneThatNeverWas() {
        world.rent("3");

        assertThatThrownBy(() -> world.rent("bob", "3", 1)).isInstanceOf(OfferGoneException.class);
        assertThatThrownBy(() -> world.rent("bob", "999", 1)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void adoptsTheInstanceWhoseAnswerWasLost() {
        world.market.fail(MarketOperation.CREATE, MarketFault.DROP_AFTER_EFFECT, 1);

        SessionId id = world.rent("1");
        world.until(id, SessionStatus.RUNNING, SOON);

        assertThat(world.market.rentals()).hasSize(1);
    }

    @Test
    void givesUpAnUnknownOutcomeOnlyAfterTheWindowAndTwoListings() {
        world.market.fail(MarketOperation.CREATE, MarketFault.DROP_BEFORE_EFFECT, 1);

        SessionId id = world.rent("1");
        world.pass(Duration.ofMinutes(3));
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.PROVISIONING);
        world.until(id, SessionStatus.FAILED, LATER);

        assertThat(failureOf(id)).isEqualTo(FailureType.OUTCOME_UNKNOWN);
        assertThat(world.market.rentals()).isEmpty();
    }

    @Test
    void destroysWhatAPurchaseBringsAfterItsEndWasAskedFor() throws InterruptedException {
        world.market.fail(MarketOperation.CREATE, MarketFault.DROP_AFTER_EFFECT, 1);
        world.market.showAfter(Duration.ofSeconds(30));
        SessionId id = world.rent("1");
        world.pass(Duration.ofSeconds(1));

        world.shopper().deleteSession(id);
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.STOPPING);
        world.until(id, SessionStatus.STOPPED, LATER);

        assertThat(world.market.rentals()).hasSize(1);
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void destroysForAsLongAsItTakes() throws InterruptedException {
        SessionId id = running();
        world.market.fail(MarketOperation.DESTROY, MarketFault.SERVER_ERROR, 60);

        world.shopper().deleteSession(id);
        world.pass(Duration.ofMinutes(5));
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.STOPPING);
        world.until(id, SessionStatus.STOPPED, Duration.ofHours(1));

        assertThat(world.billing()).isEmpty();
    }

    @Test
    void failsWhenTheProviderLosesTheInstanceAndSaysSoTwice() {
        SessionId id = running();

        world.market.vanish(world.instanceOf(id));
        world.until(id, SessionStatus.FAILED, LATER);

        assertThat(failureOf(id)).isEqualTo(FailureType.PROVIDER_LOST);
    }

    @Test
    void runsOnWhileTheProviderOnlyFailsToShowIt() {
        SessionId id = running();
        world.market.fail(MarketOperation.LIST, MarketFault.BARE_NOT_FOUND, 200);
        world.market.fail(MarketOperation.GET, MarketFault.BARE_NOT_FOUND, 200);

        world.pass(Duration.ofMinutes(20));

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void endsAnInstanceThatTheProviderStopped() {
        SessionId id = running();

        world.market.stop(world.instanceOf(id));
        world.until(id, SessionStatus.FAILED, LATER);

        assertThat(world.billing()).isEmpty();
    }

    @Test
    void destroysASecondInstanceUnderItsTag() {
        SessionId id = running();
        String tag = world.session(id).attempts().get(0).tag().text();

        world.market.plant(tag);
        world.pass(LATER);

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(world.billing())
                .singleElement()
                .satisfies(rental -> assertThat(rental.id()).isEqualTo(world.instanceOf(id)));
    }

    @Test
    void destroysAnInstanceThatShowsUpAfterItsSessionIsOver() throws InterruptedException {
        SessionId id = running();
        String tag = world.session(id).attempts().get(0).tag().text();
        world.shopper().deleteSession(id);
        world.until(id, SessionStatus.STOPPED, SOON);

        world.market.plant(tag);
        world.pass(LATER);

        assertThat(world.billing()).isEmpty();
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void neverTouchesWhatIsNotOurs() {
        world.market.plant("somebody-elses-box");
        world.market.plant("gpushop-other-aaaaaaaaaaaaaaaa-1-tkz5o0");
        world.market.plant("gpushop-testbed2-aaaaaaaaaaaaaaaa-1-tkz5o0");
        world.market.plant("");

        world.pass(Duration.ofHours(1));

        assertThat(world.billing()).hasSize(4);
        world.market.rentals().forEach(rental -> world.market.vanish(rental.id()));
    }

    @Test
    void booksWhatTheProviderBillsToTheSecondOfAnObservation() throws InterruptedException {
        SessionId id = running();
        world.pass(Duration.ofMinutes(47));
        world.shopper().deleteSession(id);
        world.until(id, SessionStatus.STOPPED, SOON);

        BigDecimal billed = world.market.billed(world.instanceOf(id)).amount();
        BigDecimal booked = world.shopper().ledger(id).stream()
                .map(line -> line.amount(world.clock.instant()))
                .reduce(Usd.ZERO, Usd::plus)
                .amount();
        BigDecimal tenSeconds = new BigDecimal("0.412").divide(new BigDecimal("360"), 9, RoundingMode.UP);
        assertThat(booked).isCloseTo(billed, Offset.offset(tenSeconds));
    }

    @Test
    void picksUpAfterARestartWhereItWas() {
        SessionId id = world.rent("1");
        world.pass(Duration.ofSeconds(2));

        world.restart();
        world.until(id, SessionStatus.RUNNING, SOON);

        assertThat(world.market.rentals()).hasSize(1);
    }

    @Test
    void settlesAPurchaseWhoseProcessDiedBeforeTheAnswerWasSaved() {
        boolean[] died = new boolean[1];
        world.market.onPurchase(request -> {
            if (!died[0]) {
                died[0] = true;
                assertThat(world.store
                                .synced(request.tag().session())
                                .orElseThrow()
                                .find(request.tag()))
                        .as("the row is on the disk before the purchase is sent")
                        .get()
                        .satisfies(attempt -> assertThat(attempt.sent()).isNotNull());
                throw new IllegalStateException("the process dies here");
            }
        });

        SessionId id = world.rent("1");
        world.restart();
        world.until(id, SessionStatus.FAILED, LATER);

        assertThat(failureOf(id)).isEqualTo(FailureType.OUTCOME_UNKNOWN);
        assertThat(world.market.rentals()).isEmpty();
    }

    private SessionId running() {
        SessionId id = world.rent("1");
        world.until(id, SessionStatus.RUNNING, SOON);
        return id;
    }

    private FailureType failureOf(SessionId id) {
        return Objects.requireNonNull(world.session(id).endCause().orElseThrow().failure())
                .type();
    }

    private static OfferId offer(String id) {
        return new OfferId(World.MARKET, id);
    }
}
