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
    void isSureOfItsTimeOnceAProviderAgrees() {
        assertThat(clock.isSure()).isFalse();

        clock.told(wall.instant().plusSeconds(1), clock.instant());

        assertThat(clock.isSure()).isTrue();
    }

    @Test
    void leavesATimeThatWasTwoHoursAheadFromTheBeginningOnceTheWallIsSetRightAndAProviderAgrees() {
        Instant right = wall.instant().minus(Duration.ofHours(2));
        clock.told(right, clock.instant());
        pass(Duration.ofMinutes(1));

        wall.advance(Duration.ofHours(-2));
        clock.told(wall.instant(), clock.instant());

        assertThat(clock.isSure()).isTrue();
        assertThat(clock.instant()).isEqualTo(right.plus(Duration.ofMinutes(1)));
        pass(Duration.ofMinutes(1));
        assertThat(clock.instant()).isEqualTo(wall.instant());
    }

    @Test
    void leavesATimeThatCountedAfterTenMinutesWithoutAnAnswerToo() {
        pass(Duration.ofMinutes(11));
        assertThat(clock.isSure()).isTrue();

        wall.advance(Duration.ofHours(-2));
        clock.instant();
        clock.told(wall.instant(), clock.instant());

        assertThat(clock.instant()).isEqualTo(wall.instant());
    }

    @Test
    void showsTheWallsTime() {
        pass(Duration.ofMinutes(5));

        assertThat(clock.instant()).isEqualTo(SettableClock.START.plus(Duration.ofMinutes(5)));
    }

    @Test
    void goesOnWhenTheWallIsSetBack() {
        pass(Duration.ofMinutes(5));
        Instant before = clock.instant();

        wall.advance(Duration.ofSeconds(-30));
        assertThat(clock.instant()).isEqualTo(before);
        pass(Duration.ofSeconds(20));

        assertThat(clock.instant()).isEqualTo(before.plusSeconds(10));
    }

    @Test
    void showsTheWallsTimeAgainOnceThatHasCaughtUp() {
        wall.advance(Duration.ofSeconds(-30));
        clock.instant();

        pass(Duration.ofMinutes(3));

        assertThat(clock.instant()).isEqualTo(wall.instant());
        pass(Duration.ofMinutes(10));
        assertThat(clock.instant()).isEqualTo(wall.instant());
    }

    @Test
    void followsAJumpOfTheWallOnceAProviderAgrees() {
        wall.advance(Duration.ofHours(8));

        assertThat(clock.instant()).isEqualTo(SettableClock.START);
        assertThat(clock.isSure()).isFalse();
        clock.told(wall.instant(), clock.instant());

        assertThat(clock.isSure()).isTrue();
        assertThat(clock.instant()).isEqualTo(wall.instant());
    }

    @Test
    void beginsNoEarlierThanTheHighestTimeOfTheStoreAndGoesOnFromThere() {
        Instant seen = SettableClock.START.plus(Duration.ofHours(1));

        clock.notBefore(seen);
        pass(Duration.ofSeconds(40));

        assertThat(clock.instant()).isEqualTo(seen.plusSeconds(40));
        assertThat(clock.isSure()).isFalse();
    }

    @Test
    void goesBackOnceFromAHighestTimeThatWasWrong() {
        clock.notBefore(SettableClock.START.plus(Duration.ofDays(400)));

        clock.told(wall.instant(), clock.instant());

        assertThat(clock.instant()).isEqualTo(wall.instant());
        assertThat(clock.isSure()).isTrue();
    }

    private void pass(Duration time) {
        wall.advance(time);
        nanos.addAndGet(time.toNanos());
    }
}
