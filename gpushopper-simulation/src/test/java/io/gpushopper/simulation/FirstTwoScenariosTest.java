package io.gpushopper.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.application.NewSession;
import io.gpushopper.application.NotReadyException;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.testkit.FakeOwnership;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.Rental;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Scenarios 1 and 2 of those that are easily forgotten (docs/no-orphans.md): the wrong account, and the wrong store. */
final class FirstTwoScenariosTest {
    private static final SpendRules AMPLE = new SpendRules(
            new Fuse(100, UsdPerHour.of("1000")), new Budgets(null, Map.of(), new BigDecimal("0.05"), true));
    /** A pass and the provider's lag. */
    private static final Duration FOUND = Duration.ofMinutes(8);

    private final World world = new World(1, 40, AMPLE, Breakage.NONE);

    @Test
    void scenario1TheKeyOfAnotherEmptyAccountEndsNothingAndBuysNothingUntilTheRightOneIsBack() {
        Replica right = boot();
        SessionId lives = running(right, 1, 2);
        SessionId ends = running(right, 2, 2);
        world.kill(right);
        world.configure(FakeProvider::ofAnotherAccount);
        Replica wrong = boot();

        world.drive(Duration.ofMinutes(45));
        wrong.library().finishSession(ends);
        world.drive(Duration.ofMinutes(10));

        assertThat(billing()).hasSize(2);
        assertThat(status(lives)).isEqualTo(SessionStatus.RUNNING);
        assertThat(status(ends)).isEqualTo(SessionStatus.STOPPING);
        assertThat(wrong.library().alarms()).containsEntry(World.MARKET, Set.of(Alarm.ACCOUNT_MISSING));
        assertThatThrownBy(() -> wrong.library().createSession(wanted(3, 1))).isInstanceOf(ProviderException.class);

        world.kill(wrong);
        world.configure(UnaryOperator.identity());
        Replica rightAgain = boot();
        world.pass(FOUND);
        assertThat(status(ends)).isEqualTo(SessionStatus.STOPPED);
        assertThat(status(lives)).isEqualTo(SessionStatus.RUNNING);
        assertThat(rightAgain.library().alarms()).isEmpty();
        world.pass(Duration.ofHours(1));

        assertThat(billing()).isEmpty();
        assertThat(status(lives)).isEqualTo(SessionStatus.STOPPED);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario2AStoreThatIsDeletedBuysAndEndsNothingUntilItIsClaimedAndThenAnOperatorsWordCounts() {
        Replica first = boot();
        running(first, 1, 2);
        running(first, 2, 2);
        world.replaceStore(world.store::lose);
        world.owned(FakeOwnership.ofALoss(World.DEPLOYMENT));
        Replica unclaimed = boot();
        assertThatThrownBy(() -> unclaimed.library().createSession(wanted(3, 1)))
                .isInstanceOf(NotReadyException.class);
        world.pass(Duration.ofHours(1));
        // A pass of a store that does not know whose it is tells of no instance that it is older than.
        world.kill(unclaimed);
        Replica claimed = boot();
        claimed.library().claim(World.DEPLOYMENT);

        world.pass(Duration.ofHours(1));
        assertThat(billing()).hasSize(2);
        assertThat(claimed.library().alarms()).containsEntry(World.MARKET, Set.of(Alarm.STRANGERS));
        InstanceId told = billing().get(0).id();
        claimed.library().tellOfStranger(told, Stranger.Word.DESTROY);
        world.pass(FOUND);
        assertThat(billing()).hasSize(1);
        assertThat(status(running(claimed, 3, 1))).isEqualTo(SessionStatus.RUNNING);

        world.pass(Duration.ofHours(10));

        assertThat(billing()).isEmpty();
        assertThat(claimed.library().alarms()).isEmpty();
        world.invariants.checkQuiet();
    }

    @Test
    void scenario2AStoreFromAnImageSixHoursOldEndsNothingThatItForgotBeforeItsHardLimit() {
        Replica first = boot();
        SessionId long12 = running(first, 1, 12);
        SessionId over = running(first, 2, 12);
        world.pass(Duration.ofMinutes(10));
        FakeSessionStore.Image image = world.store.image();
        world.pass(Duration.ofHours(3));
        first.library().finishSession(over);
        SessionId forgotten = running(first, 3, 12);
        Rental strange = world.market.rentals().get(2);
        world.pass(Duration.ofHours(3));

        world.replaceStore(() -> world.store.restore(image));
        world.owned(FakeOwnership.ofACopy(World.DEPLOYMENT));
        Replica restored = boot();
        assertThat(world.store.find(forgotten)).isEmpty();
        assertThatThrownBy(() -> restored.library().createSession(wanted(4, 1))).isInstanceOf(NotReadyException.class);
        world.pass(Duration.ofHours(1));
        restored.library().claim(World.DEPLOYMENT);
        world.pass(Duration.ofMinutes(10));

        assertThat(status(long12)).isEqualTo(SessionStatus.RUNNING);
        assertThat(status(over)).isEqualTo(SessionStatus.FAILED);
        assertThat(billing()).extracting(Rental::id).contains(strange.id()).hasSize(2);
        assertThat(restored.library().alarms()).containsEntry(World.MARKET, Set.of(Alarm.STRANGERS));
        assertThat(status(running(restored, 4, 1))).isEqualTo(SessionStatus.RUNNING);

        world.pass(Duration.ofHours(9));

        assertThat(billing()).isEmpty();
        assertThat(status(long12)).isEqualTo(SessionStatus.STOPPED);
        world.invariants.checkQuiet();
    }

    @Test
    void scenario2TwoStoresWithOneDeploymentIdEndNothingOfEachOther() {
        Replica one = boot();
        SessionId first = running(one, 1, 2);
        world.kill(one);
        one = boot();
        FakeSessionStore another = world.anotherStore();
        Replica other = world.bootOn(another);
        world.pass(Duration.ofSeconds(10));
        SessionId second = rent(other, 2, 2);
        world.pass(FOUND);

        assertThat(one.library().alarms()).containsEntry(World.MARKET, Set.of(Alarm.STRANGERS));
        assertThat(other.library().alarms()).containsEntry(World.MARKET, Set.of(Alarm.STRANGERS));
        world.kill(one);
        world.kill(other);
        boot();
        world.bootOn(another);
        world.pass(Duration.ofMinutes(80));
        assertThat(billing()).hasSize(2);
        assertThat(status(first)).isEqualTo(SessionStatus.RUNNING);
        assertThat(another.find(second).orElseThrow().status()).isEqualTo(SessionStatus.RUNNING);

        world.pass(Duration.ofHours(1));

        assertThat(billing()).isEmpty();
        world.invariants.checkQuiet();
    }

    private Replica boot() {
        Replica replica = world.boot();
        world.pass(Duration.ofSeconds(10));
        return replica;
    }

    private SessionId running(Replica replica, int offer, int hours) {
        SessionId session = rent(replica, offer, hours);
        world.passUntil(
                session + " runs",
                () -> world.store.find(session).orElseThrow().state() instanceof SessionState.Running,
                Duration.ofMinutes(5));
        return session;
    }

    private static SessionId rent(Replica replica, int offer, int hours) {
        try {
            return replica.library()
                    .createSession(wanted(offer, hours))
                    .session()
                    .id();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static NewSession wanted(int offer, int hours) {
        return NewSession.of(
                new ConsumerId("me"),
                new OfferId(World.MARKET, Integer.toString(offer)),
                WorkloadType.BATCH,
                Duration.ofHours(hours));
    }

    private SessionStatus status(SessionId id) {
        return world.store.find(id).orElseThrow().status();
    }

    private List<Rental> billing() {
        return world.market.rentals().stream().filter(Rental::billing).toList();
    }
}
