package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One listing, many sessions. */
final class ListingsTest {
    private final World world = new World();

    @Test
    void asksForNoMoreListingsForManySessionsThanForOne() {
        running(1);
        int forOne = listingsWithin(Duration.ofMinutes(10));

        running(8);
        int forNine = listingsWithin(Duration.ofMinutes(10));

        assertThat(forOne).isBetween(58, 62);
        assertThat(forNine).isEqualTo(forOne);
    }

    @Test
    void looksOnceInFiveMinutesWhileNothingLives() {
        assertThat(listingsWithin(Duration.ofMinutes(30))).isBetween(5, 7);
    }

    private int listingsWithin(Duration time) {
        int before = world.listings();
        world.pass(time);
        return world.listings() - before;
    }

    private void running(int first) {
        List<SessionId> rented = IntStream.range(first, first == 1 ? 2 : 2 * first)
                .mapToObj(offer -> world.rent("consumer" + offer, String.valueOf(offer), 2))
                .toList();
        rented.forEach(id -> world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(1)));
    }
}
