package io.gpushopper.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * What the provider bills for one instance: an hourly rate that changes with the instance's state, summed in exact
 * decimals over real time. Guarded by the world's lock.
 */
public final class Meter {

    private static final BigDecimal MILLIS_PER_HOUR =
            BigDecimal.valueOf(Duration.ofHours(1).toMillis());
    private static final int USD_SCALE = 9;

    private BigDecimal usdPerHour = BigDecimal.ZERO;
    private BigDecimal rateTimesMillis = BigDecimal.ZERO;
    private Instant since;

    Meter(Instant start) {
        this.since = start;
    }

    /**
     * Bills at another rate from now on.
     *
     * @param newUsdPerHour US dollars an hour; zero stops the meter
     * @param now real time
     */
    public void runAt(BigDecimal newUsdPerHour, Instant now) {
        rateTimesMillis = sumUntil(now);
        since = now;
        usdPerHour = newUsdPerHour;
    }

    /**
     * Whether money is running.
     *
     * @return true while the rate is above zero
     */
    public boolean isRunning() {
        return usdPerHour.signum() > 0;
    }

    /**
     * Everything billed so far.
     *
     * @param now real time
     * @return US dollars, to nine decimals
     */
    public BigDecimal billed(Instant now) {
        return sumUntil(now).divide(MILLIS_PER_HOUR, USD_SCALE, RoundingMode.HALF_UP);
    }

    private BigDecimal sumUntil(Instant now) {
        long millis = Math.max(0, Duration.between(since, now).toMillis());
        return rateTimesMillis.add(usdPerHour.multiply(BigDecimal.valueOf(millis)));
    }
}
