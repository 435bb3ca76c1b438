package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.Alarm;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.OfferBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Storage beside the instances. */
class VolumeWatchTest {
    private static final Duration NEXT_LOOK = Duration.ofMinutes(6);

    private final World world = new World();

    @Test
    void onAMachineThatWeRentedIsAnAlarmLongAfterItsSessionToo() {
        Volume left = new Volume("V.1", rentedAndOver(), BigDecimal.TEN);
        world.market.keep(left);

        world.pass(NEXT_LOOK);

        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.VOLUMES));
        assertThat(world.shopper().planReconciliation().get(0).volumes()).containsExactly(left);
        assertThat(world.shopper().reconcile().get(0).volumes()).containsExactly(left);
    }

    @Test
    void isNoAlarmAnyMoreOnceItIsDeleted() {
        world.market.keep(new Volume("V.1", rentedAndOver(), BigDecimal.TEN));
        world.pass(NEXT_LOOK);

        world.market.dropVolumes();
        world.pass(NEXT_LOOK);

        assertThat(world.shopper().alarms()).isEmpty();
    }

    @Test
    void ofOthersIsNotOurs() {
        rentedAndOver();
        world.market.keep(new Volume("V.1", "a machine that we never rented", BigDecimal.TEN));
        world.market.keep(new Volume("V.2", null, null));

        world.pass(NEXT_LOOK);

        assertThat(world.shopper().alarms()).isEmpty();
        assertThat(world.shopper().reconcile().get(0).volumes()).isEmpty();
    }

    @Test
    void isStillThereWhileTheProviderDoesNotTell() {
        Volume left = new Volume("V.1", rentedAndOver(), BigDecimal.TEN);
        world.market.keep(left);
        world.pass(NEXT_LOOK);

        world.market.fail(MarketOperation.BILL, MarketFault.SERVER_ERROR, 1_000);
        world.pass(NEXT_LOOK);

        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.VOLUMES));
        assertThat(world.shopper().reconcile().get(0).volumes()).containsExactly(left);
    }

    private String rentedAndOver() {
        HostFacts host = new HostFacts("machine-9", null, null, null, null, null, null, null, null, null);
        world.market.stock(OfferBuilder.anOffer(World.MARKET, "99").host(host).build());
        world.restart();
        world.pass(Duration.ofMinutes(1));
        SessionId session = world.rent("99");
        world.until(session, SessionStatus.RUNNING, Duration.ofMinutes(5));
        world.shopper().finishSession(session);
        world.until(session, SessionStatus.STOPPED, Duration.ofMinutes(15));
        return "machine-9";
    }
}
