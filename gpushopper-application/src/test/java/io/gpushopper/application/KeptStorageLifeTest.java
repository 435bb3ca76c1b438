package io.gpushopper.application;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions whose disk is kept after their end, from the end to the proof that the disk is gone. */
final class KeptStorageLifeTest {
    private static final Duration KEPT = Duration.ofHours(5);
    private static final Duration SOON = Duration.ofMinutes(3);

    private final World world = new World();

    @AfterEach
    void noWorkerBrokeAndWhatBillsIsAnsweredFor() {
        assertThat(world.queue().failures()).isEmpty();
        assertThat(world.billing())
                .allSatisfy(rental -> assertThat(world.store.unfinished())
                        .anyMatch(session -> session.find(rental.id()).isPresent()));
    }

    @Test
    void keepsTheDiskAndNothingElseOnTheBillUntilItsTimeIsOver() {
        SessionId id = kept();
        InstanceId instance = world.instanceOf(id);
        assertThat(world.market.burning(instance)).isEqualTo(FakeMarket.RATES.storage());

        world.pass(KEPT.minus(SOON));
        assertThat(world.billing()).hasSize(1);
        world.pass(SOON.plus(SOON));

        assertThat(world.billing()).isEmpty();
        assertThat(world.session(id).state()).isInstanceOf(SessionState.Stopped.class);
        assertThat(world.session(id).nextActAt()).isNull();
        assertThat(booked(id)).isEqualTo(metered(instance));
    }

    @Test
    void releasesTheDiskWhenItsConsumerDeletesTheSession() throws InterruptedException {
        SessionId id = kept();

        world.shopper().deleteSession(id);
        world.pass(SOON);

        assertThat(world.billing()).isEmpty();
        assertThat(world.session(id).isAllOver()).isTrue();
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void destroysALiveSessionThatIsDeletedWhateverItsPolicy() throws InterruptedException {
        SessionId id = running();

        world.shopper().deleteSession(id);
        world.until(id, SessionStatus.STOPPED, SOON);

        assertThat(world.billing()).isEmpty();
    }

    /** Somebody starts it behind our back, or a start that was queued before our stop comes to its turn. */
    @Test
    void stopsAKeptInstanceThatStartsByItselfAndBooksWhatItCostMeanwhile() {
        SessionId id = kept();
        InstanceId instance = world.instanceOf(id);
        world.pass(Duration.ofHours(1));

        world.market.start(instance);
        world.pass(SOON);

        assertThat(world.market.burning(instance)).isEqualTo(FakeMarket.RATES.storage());
        assertThat(world.session(id).state()).isInstanceOf(SessionState.Kept.class);
        assertThat(world.store.intervals(id))
                .filteredOn(line -> line.kind() == ChargeKind.COMPUTE)
                .hasSize(2)
                .allMatch(line -> line.to() != null);
    }

    @Test
    void isNotStoppedByAStopThatWasTakenWithoutEffect() {
        SessionId id = running();
        world.market.ignoreStops(1);

        world.shopper().finishSession(id);
        world.pass(Duration.ofSeconds(40));

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.STOPPING);
        world.until(id, SessionStatus.STOPPED, SOON);
        assertThat(world.session(id).state()).isInstanceOf(SessionState.Kept.class);
        assertThat(world.market.burning(world.instanceOf(id))).isEqualTo(FakeMarket.RATES.storage());
    }

    @Test
    void destroysWhatCanNotBeStopped() {
        SessionId id = running();
        world.market.fail(MarketOperation.STOP, MarketFault.SERVER_ERROR, 1_000);

        world.shopper().finishSession(id);
        world.until(id, SessionStatus.STOPPED, Duration.ofMinutes(6));

        assertThat(world.billing()).isEmpty();
        assertThat(world.session(id).isAllOver()).isTrue();
    }

    @Test
    void destroysAtOnceWhatWasDueWhileTheServerWasDown() {
        SessionId id = kept();
        world.clock.advance(KEPT.plus(Duration.ofHours(1)));

        world.restart();
        world.pass(SOON);

        assertThat(world.billing()).isEmpty();
        assertThat(world.session(id).isAllOver()).isTrue();
    }

    @Test
    void goesOnStoppingAfterARestart() {
        SessionId id = running();
        world.shopper().finishSession(id);
        world.pass(Duration.ofSeconds(2));

        world.restart();
        world.until(id, SessionStatus.STOPPED, SOON);

        assertThat(world.session(id).state()).isInstanceOf(SessionState.Kept.class);
        assertThat(world.billing()).hasSize(1);
    }

    @Test
    void stopsNothingThatWasNotDecidedAndSavedToEnd() {
        List<SessionStatus> seen = new ArrayList<>();
        SessionId id = running();
        world.market.onStop(instance -> seen.add(world.session(id).status()));

        world.shopper().finishSession(id);
        world.until(id, SessionStatus.STOPPED, SOON);

        assertThat(seen).isNotEmpty().containsOnly(SessionStatus.STOPPING);
    }

    @Test
    void releasesTheDiskBeforeTheSessionCostsMoreThanItsCap() {
        Usd cap = new Usd(new BigDecimal("0.08"));
        SessionId id = world.rent("1", keeping(new SpendLimits(null, cap)));
        world.until(id, SessionStatus.RUNNING, SOON);
        world.shopper().finishSession(id);
        world.until(id, SessionStatus.STOPPED, SOON);
        InstanceId instance = world.instanceOf(id);

        world.pass(KEPT);

        assertThat(world.billing()).isEmpty();
        assertThat(world.market.billed(instance)).isLessThanOrEqualTo(cap);
    }

    private SessionId kept() {
        SessionId id = running();
        world.pass(Duration.ofMinutes(10));
        world.shopper().finishSession(id);
        world.until(id, SessionStatus.STOPPED, SOON);
        assertThat(world.session(id).state()).isInstanceOf(SessionState.Kept.class);
        return id;
    }

    private SessionId running() {
        SessionId id = world.rent("1", keeping(SpendLimits.NONE));
        world.until(id, SessionStatus.RUNNING, SOON);
        return id;
    }

    private static SessionOptions keeping(SpendLimits limits) {
        return new SessionOptions(Labels.NONE, Setup.USUAL, limits, RetryTerms.NEVER, KEPT);
    }

    /** To the cent of a cent: compute may differ by one observation. */
    private BigDecimal booked(SessionId id) {
        Usd sum = Usd.ZERO;
        for (LedgerInterval line : world.store.intervals(id)) {
            sum = sum.plus(line.rate().over(Duration.between(line.from(), requireEnd(line))));
        }
        return sum.amount().setScale(2, RoundingMode.HALF_EVEN);
    }

    private static Instant requireEnd(LedgerInterval line) {
        Instant end = line.to();
        assertThat(end).as("closed: %s", line).isNotNull();
        return requireNonNull(end);
    }

    private BigDecimal metered(InstanceId instance) {
        return world.market.billed(instance).amount().setScale(2, RoundingMode.HALF_EVEN);
    }
}
