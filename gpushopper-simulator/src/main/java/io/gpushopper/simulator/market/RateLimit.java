package io.gpushopper.simulator.market;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How often an endpoint may be called.
 *
 * @param calls calls admitted in each window, from 1
 * @param window length of the window
 */
public record RateLimit(int calls, Duration window) {

    /**
     * A minimum interval between calls; a refused call starts it anew.
     *
     * @param seconds such as {@code 4.5}
     * @return the limit
     */
    public static RateLimit interval(String seconds) {
        return new RateLimit(
                1, Duration.ofMillis(new BigDecimal(seconds).movePointRight(3).longValueExact()));
    }

    /**
     * A number of calls a minute.
     *
     * @param calls calls, more than 1
     * @return the limit
     */
    public static RateLimit perMinute(int calls) {
        return new RateLimit(calls, Duration.ofMinutes(1));
    }

    boolean isInterval() {
        return calls == 1;
    }

    Duration scaled(BigDecimal scale) {
        return Duration.ofMillis(
                scale.multiply(BigDecimal.valueOf(window.toMillis())).longValue());
    }
}
