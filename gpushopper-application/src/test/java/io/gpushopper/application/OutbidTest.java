package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.testkit.OfferBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session on an offer that goes to whoever bids most. */
class OutbidTest {
    private final World world = new World();

    @Test
    void endsAsLostAndLeavesNoDiskThatBillsWhenSomebodyBidsMore() {
        HostFacts host = new HostFacts(null, null, true, UsdPerHour.of("0.1"), null, null, null, null, null, null);
        world.market.stock(OfferBuilder.anOffer(World.MARKET, "bid").host(host).build());
        world.pass(Duration.ofMinutes(2));
        SessionId id = world.rent("bid");
        world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(10));

        world.market.stop(world.instanceOf(id));
        assertThat(world.billing()).as("its disk bills on").hasSize(1);
        world.until(id, SessionStatus.FAILED, Duration.ofMinutes(15));

        EndCause cause = world.session(id).endCause().orElseThrow();
        assertThat(cause.failure()).isNotNull();
        assertThat(cause.failure().type()).isEqualTo(FailureType.PROVIDER_LOST);
        assertThat(world.billing()).isEmpty();
    }
}
