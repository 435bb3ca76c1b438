package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.health.OfferHealth;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.testkit.OfferBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OfferHealthTest {
    private static final OfferId BAD = new OfferId(World.MARKET, "1");

    private final World world = new World();

    @Test
    void isBelievedLessByAllAfterItCouldNotBeHadAndNotListedAfterThreeTimes() {
        world.pass(Duration.ofMinutes(2));
        double before = shown("1").availabilityConfidence();

        failOnce();
        assertThat(shown("1").availabilityConfidence()).isLessThan(before);
        failOnce();
        failOnce();

        assertThat(listed()).doesNotContain(BAD);
        world.restart();
        world.pass(Duration.ofMinutes(1));
        assertThat(listed()).doesNotContain(BAD).contains(new OfferId(World.MARKET, "2"));
        OfferHealth health = world.shopper().offerHealth().offers().get(0);
        assertThat(health.offer()).isEqualTo(BAD);
        assertThat(health.failures()).isEqualTo(Map.of(FailureType.STALE_INVENTORY, 3));
        assertThat(health.suppressedUntil()).isNotNull();

        world.pass(Duration.ofMinutes(31));
        assertThat(listed()).contains(BAD);
    }

    /** The offer is sold to somebody else while it is shown, and comes back a moment later. */
    private void failOnce() {
        Offer offer = shown("1");
        world.sellOut("1");
        world.rent("1");
        world.pass(Duration.ofSeconds(30));
        world.market.stock(OfferBuilder.anOffer(World.MARKET, "1")
                .price(offer.price().amount().toPlainString())
                .build());
        world.pass(Duration.ofMinutes(2));
    }

    private Offer shown(String id) {
        return world.shopper().inventory().find(new OfferId(World.MARKET, id)).orElseThrow();
    }

    private List<OfferId> listed() {
        return world.shopper().offers(OfferQuery.EVERYTHING, 0, 100).offers().stream()
                .map(Offer::id)
                .toList();
    }
}
