package io.gpushopper.simulator.market;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The two times of the simulator: real time, which meters and the wire use, and the market's age, which passes
 * {@code time_factor} times as fast and drives boots, lags and the market. Thread-safe.
 */
public final class MarketClock {

    private final InstantSource real;
    private Instant anchor;
    private Duration ageAtAnchor = Duration.ZERO;
    private BigDecimal factor = BigDecimal.ONE;

    /**
     * A clock whose market is new-born.
     *
     * @param real real time
     */
    public MarketClock(InstantSource real) {
        this.real = requireNonNull(real, "real");
        this.anchor = real.instant();
    }

    /**
     * Real time.
     *
     * @return now
     */
    public Instant now() {
        return real.instant();
    }

    /**
     * How old the market is in its own, possibly faster, time.
     *
     * @return the age
     */
    public synchronized Duration age() {
        long nanos = Duration.between(anchor, real.instant()).toNanos();
        return ageAtAnchor.plusNanos(factor.multiply(BigDecimal.valueOf(nanos)).longValue());
    }

    /**
     * Lets the market's time pass at another speed from now on.
     *
     * @param newFactor market seconds per real second, above 0
     */
    public synchronized void runAt(BigDecimal newFactor) {
        ageAtAnchor = age();
        anchor = real.instant();
        factor = newFactor;
    }
}
