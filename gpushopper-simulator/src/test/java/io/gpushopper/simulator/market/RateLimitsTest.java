package io.gpushopper.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final Instant START = Instant.parse("2026-11-24T07:00:00Z");

    private final RateLimits limits = new RateLimits();

    @Test
    void anIntervalAdmitsACallAsSoonAsItIsOver() {
        RateLimit limit = RateLimit.interval("4.5");

        assertThat(admits("a", limit, 0)).isTrue();
        assertThat(admits("a", limit, 4_499)).isFalse();
        assertThat(admits("a", limit, 8_998)).isFalse();
        assertThat(admits("a", limit, 8_998 + 4_500)).isTrue();
    }

    @Test
    void aWindowIsNotStretchedByRefusedCalls() {
        RateLimit limit = RateLimit.perMinute(2);

        assertThat(admits("a", limit, 0)).isTrue();
        assertThat(admits("a", limit, 1_000)).isTrue();
        assertThat(admits("a", limit, 59_999)).isFalse();
        assertThat(admits("a", limit, 60_000)).isTrue();
    }

    @Test
    void callersAreCountedApart() {
        RateLimit limit = RateLimit.interval("1.0");

        assertThat(admits("a", limit, 0)).isTrue();
        assertThat(admits("b", limit, 0)).isTrue();
        assertThat(admits("a", limit, 0)).isFalse();
    }

    private boolean admits(String caller, RateLimit limit, long millis) {
        return limits.admits(caller, limit, BigDecimal.ONE, START.plusMillis(millis));
    }
}
