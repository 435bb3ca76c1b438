package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.spending.BudgetExceededException;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.FuseException;
import io.gpushopper.domain.spending.SpendRefusal;
import io.gpushopper.domain.spending.SpendRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An offer of the market costs 0.412 US dollars an hour, and a session is for two hours. */
final class SpendingTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Fuse WIDE = new Fuse(50, UsdPerHour.of("50"));
    private static final ConsumerId ALICE = new ConsumerId("alice");

    private static final SessionOptions RETRYING = new SessionOptions(
            Labels.NONE, Setup.USUAL, SpendLimits.NONE, new RetryTerms(3, RetryScope.SAME_GPU), null);

    private final World world = new World();

    @AfterEach
    void noWorkerBroke() {
        assertThat(world.queue().failures()).isEmpty();
    }

    @Test
    void endsASessionBeforeItCostsMoreThanItsCap() {
        SessionId id = world.rent("alice", "1", 2, capped("0.412"));

        world.until(id, SessionStatus.STOPPED, Duration.ofHours(1));

        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(StopReason.BUDGET);
        InstanceId instance = world.session(id).instances().get(0).id();
        assertThat(world.market.billed(instance)).isBetween(usd("0.37"), usd("0.412"));
    }

    @Test
    void refusesACapThatWouldEndTheSessionAtOnce() {
        assertThatThrownBy(() -> world.rent("alice", "1", 2, capped("0.034")))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.field()).isEqualTo("max_total_cost"));
        assertThat(world.store.unfinished()).isEmpty();
    }

    @Test
    void buysNothingBeyondTheFuseUntilSomethingIsOver() throws InterruptedException {
        world.spendBy(new SpendRules(new Fuse(2, UsdPerHour.of("50")), Budgets.NONE));
        SessionId first = world.rent("alice", "1", 2);
        world.rent("bob", "2", 2);

        assertThatThrownBy(() -> world.rent("carol", "3", 2))
                .isInstanceOfSatisfying(
                        FuseException.class, blown -> assertThat(blown.limit()).isEqualTo(SpendRefusal.FUSE_INSTANCES));
        world.pass(SOON);
        assertThat(world.store.unfinished()).hasSize(2);
        assertThat(world.billing()).hasSize(2);

        world.shopper().deleteSession(first);
        world.until(first, SessionStatus.STOPPED, SOON);
        world.rent("carol", "3", 2);
    }

    @Test
    void buysNothingBeyondTheFusesHourlySpend() {
        world.spendBy(new SpendRules(new Fuse(50, UsdPerHour.of("1.0")), Budgets.NONE));
        world.rent("alice", "1", 2);
        world.rent("bob", "2", 2);

        assertThatThrownBy(() -> world.rent("carol", "3", 2))
                .isInstanceOfSatisfying(
                        FuseException.class, blown -> assertThat(blown.limit()).isEqualTo(SpendRefusal.FUSE_SPEND));
    }

    @Test
    void goesOnWithAnotherOfferThoughTheFuseIsFull() throws InterruptedException {
        world.spendBy(new SpendRules(new Fuse(1, UsdPerHour.of("0.412")), Budgets.NONE));
        world.market.bootIn(Duration.ofHours(1));
        world.sellOut("1");
        SessionId id = world.rent("alice", "1", 2, RETRYING);
        world.pass(Duration.ofMinutes(14));
        assertThat(world.session(id).retries()).isEqualTo(1);
        world.market.bootIn(Duration.ofSeconds(5));

        world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(3));

        assertThat(world.session(id).retries()).isEqualTo(2);
        assertThatThrownBy(() -> world.rent("bob", "12", 2)).isInstanceOf(FuseException.class);
        world.pass(SOON);
        assertThat(world.billing()).hasSize(1);
    }

    @Test
    void endsWhatRunsWhateverFuseAndBudgetSay() throws InterruptedException {
        SessionId id = running("1");
        world.rent("alice", "2", 2);
        world.spendBy(new SpendRules(new Fuse(1, UsdPerHour.of("0.1")), budgets("0.01", false)));

        world.shopper().deleteSession(id);

        world.until(id, SessionStatus.STOPPED, SOON);
    }

    @Test
    void keepsTheMoneyOfASessionUntilItIsOver() throws InterruptedException {
        world.spendBy(new SpendRules(WIDE, budgets("1.2", false)));
        SessionId first = world.rent("alice", "1", 2);

        assertThatThrownBy(() -> world.rent("alice", "2", 1)).isInstanceOf(BudgetExceededException.class);
        assertThat(world.store.unfinished()).hasSize(1);
        world.rent("bob", "2", 2);

        world.until(first, SessionStatus.RUNNING, SOON);
        world.shopper().deleteSession(first);
        world.until(first, SessionStatus.STOPPED, SOON);
        world.rent("alice", "3", 2);
    }

    @Test
    void lengthensNothingThatTheBudgetDoesNotHold() {
        world.spendBy(new SpendRules(WIDE, budgets("1.3", false)));
        SessionId id = running("1");

        assertThatThrownBy(() -> world.shopper().extendSession(id, Duration.ofHours(2)))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(world.session(id).terms().reservation()).isEqualTo(Duration.ofHours(2));

        world.shopper().extendSession(id, Duration.ofHours(1));
        assertThat(world.session(id).terms().reservation()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void lengthensACappedSessionWithoutMovingItsCap() {
        world.spendBy(new SpendRules(WIDE, budgets("0.5", false)));
        SessionId id = world.rent("alice", "1", 2, capped("0.412"));

        world.shopper().extendSession(id, Duration.ofHours(3));

        world.until(id, SessionStatus.STOPPED, Duration.ofHours(1));
        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(StopReason.BUDGET);
    }

    @Test
    void warnsOnceInTheTrailOfWhatRunsAndEndsNothing() {
        world.spendBy(new SpendRules(WIDE, budgets("0.9", false)));
        SessionId id = running("1");

        world.pass(Duration.ofMinutes(119));
        world.restart();
        world.pass(Duration.ofSeconds(50));

        assertThat(world.shopper().events(id, 0, 100))
                .extracting(recorded -> recorded.event().reason())
                .filteredOn(reason -> reason.startsWith("budget: consumer alice has spent "))
                .hasSize(1);
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void endsWhatRunsOnceTheBudgetIsSpentWhereThatIsChosen() {
        SessionId alices = running("1");
        SessionId bobs = world.rent("bob", "2", 2);
        world.until(bobs, SessionStatus.RUNNING, SOON);
        world.spendBy(new SpendRules(WIDE, budgets("0.412", true)));

        world.until(alices, SessionStatus.STOPPED, Duration.ofMinutes(65));

        assertThat(world.session(alices).endCause().orElseThrow().reason()).isEqualTo(StopReason.BUDGET);
        assertThat(world.session(bobs).status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void saysHowFarABudgetIsUsedUp() {
        world.spendBy(new SpendRules(WIDE, budgets("2", false)));
        running("1");
        world.pass(Duration.ofHours(1));

        BudgetStatus status = world.shopper().budgets().get(0);

        assertThat(status.budget().monthly()).isEqualTo(usd("2"));
        assertThat(status.month().spent()).isBetween(usd("0.412"), usd("0.42"));
        assertThat(status.month().committed()).isEqualTo(usd("0.824"));
        assertThat(world.shopper().load().instances()).isEqualTo(1);
    }

    private SessionId running(String offer) {
        SessionId id = world.rent("alice", offer, 2);
        world.until(id, SessionStatus.RUNNING, SOON);
        return id;
    }

    private static Budgets budgets(String alices, boolean stops) {
        return new Budgets(null, Map.of(ALICE, usd(alices)), new BigDecimal("0.8"), stops);
    }

    private static SessionOptions capped(String cap) {
        return new SessionOptions(Labels.NONE, Setup.USUAL, new SpendLimits(null, usd(cap)), RetryTerms.NEVER, null);
    }

    private static Usd usd(String amount) {
        return new Usd(new BigDecimal(amount));
    }
}
