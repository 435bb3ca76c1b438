package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
    private final SettableClock wall = new SettableClock();
    private final AtomicLong nanos = new AtomicLong();
    private final SteadyClock clock = new SteadyClock(wall, nanos::get);

    @Test
    void showsTheWallsTime() {
        pass(Duration.ofMinutes(5));

        assertThat(clock.instant()).isEqualTo(SettableClock.START.plus(Duration.ofMinutes(5)));
    }

    @Test
    void goesOnWhenTheWallIsSetBack() {
        pass(Duration.ofMinutes(5));
        Instant before = clock.instant();

        wall.advance(Duration.ofHours(-1));
        assertThat(clock.instant()).isEqualTo(before);
        pass(Duration.ofSeconds(40));

        assertThat(clock.instant()).isEqualTo(before.plusSeconds(20));
    }

    @Test
    void showsTheWallsTimeAgainOnceThatHasCaughtUp() {
        wall.advance(Duration.ofMinutes(-1));
        clock.instant();

        pass(Duration.ofMinutes(3));

        assertThat(clock.instant()).isEqualTo(wall.instant());
        wall.advance(Duration.ofMinutes(10));
        assertThat(clock.instant()).isEqualTo(wall.instant());
    }

    private void pass(Duration time) {
        wall.advance(time);
        nanos.addAndGet(time.toNanos());
    }
}
