package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How often one may call.
 *
 * @param interval from one call to the next, at least; zero sets no limit
 * @param burst how many calls may go at once after a rest, at least 1
 */
public record PaceRule(Duration interval, int burst) {
    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

    public PaceRule {
        requireNonNull(interval, "interval");
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative");
        }
        if (burst < 1) {
            throw new IllegalArgumentException("burst must be at least 1");
        }
    }

    /** One call in so many seconds, never two at once. */
    public static PaceRule every(Duration interval) {
        return new PaceRule(interval, 1);
    }

    /** The same, with every interval so many times as long; 0 sets no limit. */
    public PaceRule times(BigDecimal factor) {
        BigDecimal seconds =
                new BigDecimal(interval.toNanos()).divide(NANOS_PER_SECOND).multiply(factor);
        return new PaceRule(Duration.ofNanos(seconds.multiply(NANOS_PER_SECOND).longValue()), burst);
    }
}
