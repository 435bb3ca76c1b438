package io.gpushopper.simulator.market;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How the market changes without anyone of ours.
 *
 * @param churnPerMinute which share of the offers changes in a minute of the market, 0 to 1: others rent it, or its price moves
 * @param staleness how long what is gone is still shown, market time
 */
public record Drift(BigDecimal churnPerMinute, Duration staleness) {

    /** Nothing changes, and what is gone is gone. */
    public static final Drift NONE = new Drift(BigDecimal.ZERO, Duration.ZERO);

    /** Checks the ranges. */
    public Drift {
        requireNonNull(churnPerMinute, "churnPerMinute");
        requireNonNull(staleness, "staleness");
        if (churnPerMinute.signum() < 0 || churnPerMinute.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("churn_per_minute must be from 0 to 1");
        }
        if (staleness.isNegative()) {
            throw new IllegalArgumentException("stale_seconds must be 0 or more");
        }
    }

    /**
     * How many of so many change in a minute.
     *
     * @param offers how many there are
     * @return rounded up, so that any churn shows
     */
    public int changes(int offers) {
        return (int) Math.ceil(churnPerMinute.doubleValue() * offers);
    }
}
