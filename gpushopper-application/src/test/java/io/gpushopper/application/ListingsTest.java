package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void asksAgainWhereTheNewestWasDatedByAClockThatHasBeenSetBackSince() {
        SettableClock clock = new SettableClock();
        FakeMarket market = new FakeMarket(World.MARKET, clock, 1);
        AtomicInteger judged = new AtomicInteger();
        Listings listings = new Listings(
                new Providers(
                        List.of(FakeProvider.of(World.MARKET, market, clock)),
                        EngineSettings.DEFAULT,
                        EngineMode.ACTING,
                        () -> true),
                listing -> judged.incrementAndGet(),
                clock);
        Instant moment = clock.instant();
        clock.advance(Duration.ofHours(1));
        listings.fresh(World.MARKET);
        assertThat(listings.notBefore(World.MARKET, moment).askedAt()).isEqualTo(moment.plus(Duration.ofHours(1)));
        assertThat(judged).hasValue(1);

        clock.set(moment);

        assertThat(listings.notBefore(World.MARKET, moment).askedAt()).isEqualTo(moment);
        assertThat(judged).hasValue(2);
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
