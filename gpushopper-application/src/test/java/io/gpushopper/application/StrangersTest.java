package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.domain.session.StrangerRule;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.Alarm;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Instances under our id whose session the store has never heard of (docs/no-orphans.md). */
class StrangersTest {
    private static final SessionId UNKNOWN = new SessionId("sess-zzzzzzzzzzzzzzzz");

    private final World world = new World();

    @Test
    void oneIsAnAlarmFirstAndDestroyedAQuarterOfAnHourLater() {
        Instant bought = world.clock.instant();
        world.pass(Duration.ofMinutes(10));
        world.restart();
        plant(bought);

        world.pass(Duration.ofMinutes(10));
        assertThat(world.billing()).hasSize(1);
        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.STRANGERS));

        world.pass(Duration.ofMinutes(20));
        assertThat(world.billing()).isEmpty();
        assertThat(world.shopper().alarms()).isEmpty();
    }

    @Test
    void oneOfAStoreThatIsOlderIsKeptUntilTheHardLimitOfItsTag() {
        plant(world.clock.instant().plusSeconds(60));

        world.pass(Duration.ofHours(1));
        world.restart();
        world.pass(Duration.ofMinutes(10 * 60 + 50));
        assertThat(world.billing()).hasSize(1);

        world.pass(Duration.ofMinutes(20));
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void aPassSaysWhenOneIsDestroyed() {
        Instant bought = world.clock.instant();
        world.pass(Duration.ofMinutes(10));
        world.restart();
        plant(bought);

        PassReport.Carried carried =
                world.shopper().reconcile().get(0).findings().get(0);

        assertThat(carried.deed()).isEqualTo(PassReport.Deed.WATCHED);
        assertThat(carried.endsAt()).isEqualTo(world.clock.instant().plus(StrangerRule.GRACE));
    }

    @Test
    void anOperatorsWordEndsOneThatIsKept() {
        InstanceId stranger = plant(world.clock.instant().plusSeconds(60));
        world.pass(Duration.ofMinutes(10));

        world.shopper().tellOfStranger(stranger, Stranger.Word.DESTROY);
        world.pass(Duration.ofMinutes(6));

        assertThat(world.billing()).isEmpty();
    }

    @Test
    void oneIsEndedWithoutTheEncryptionKeyToo() {
        Instant bought = world.clock.instant();
        world.pass(Duration.ofMinutes(10));
        world.loseEncryptionKey();
        plant(bought);

        world.pass(Duration.ofMinutes(30));

        assertThat(world.billing()).isEmpty();
    }

    @Test
    void anOperatorIsToldWhenHisWordWouldEndNothing() {
        InstanceId stranger = plant(world.clock.instant());
        world.disputeStore();
        world.pass(Duration.ofMinutes(10));

        assertThatThrownBy(() -> world.shopper().tellOfStranger(stranger, Stranger.Word.DESTROY))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("the store may be a copy");
        assertThat(world.shopper().tellOfStranger(stranger, Stranger.Word.ADOPT).word())
                .isEqualTo(Stranger.Word.ADOPT);
    }

    @Test
    void whatAPurchaseBroughtThatTheStoreHasLostIsAStrangerThoughItsSessionIsKnown() {
        SessionId known = world.rent("1");
        world.until(known, SessionStatus.RUNNING, Duration.ofMinutes(1));
        InstanceId lost =
                world.market.plant(new Tag(new DeploymentId("testbed"), known, 2, world.clock.instant()).text());
        world.pass(Duration.ofMinutes(10));

        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.STRANGERS));
        world.shopper().tellOfStranger(lost, Stranger.Word.DESTROY);
        world.pass(Duration.ofMinutes(6));

        assertThat(world.billing())
                .singleElement()
                .satisfies(rental -> assertThat(rental.id()).isEqualTo(world.instanceOf(known)));
    }

    @Test
    void whatTheStoreHasForgottenThatItBoughtIsNotBoughtAgainButUsed() {
        Tag tag = world.session(world.rent("1")).attempts().get(0).tag();
        world.market.showAfter(Duration.ZERO);
        InstanceId bought = world.market.plant(tag.text());
        world.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 3);

        world.restart();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.market.rentals()).hasSize(1);
        assertThat(world.billing()).hasSize(1);
        assertThat(world.instanceOf(tag.session())).isEqualTo(bought);
        assertThat(world.session(tag.session()).status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void aPurchaseThatWaitedForItsTurnWhenTheProcessDiedIsMadeOnceItsProviderHasShownWhatIsThere() {
        SessionId waiting = world.rent("1");
        world.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 3);

        world.restart();
        assertThat(world.market.rentals()).isEmpty();

        world.until(waiting, SessionStatus.RUNNING, Duration.ofMinutes(3));
        assertThat(world.market.rentals()).hasSize(1);
    }

    private InstanceId plant(Instant bought) {
        return world.market.plant(new Tag(new DeploymentId("testbed"), UNKNOWN, 1, bought).text());
    }
}
