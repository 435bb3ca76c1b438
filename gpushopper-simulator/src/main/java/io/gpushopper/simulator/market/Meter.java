package io.gpushopper.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
    private final List<Span> past = new ArrayList<>();

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
        if (isRunning()) {
            past.add(new Span(since, now, usdPerHour));
        }
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

    /**
     * Which rates ran in a part of its life.
     *
     * @param from real time
     * @param to real time, not in the future
     * @return in order, cut at both ends, without those of no rate or no length
     */
    public List<Span> during(Instant from, Instant to) {
        List<Span> spans = new ArrayList<>(past);
        if (isRunning()) {
            spans.add(new Span(since, to, usdPerHour));
        }
        return spans.stream()
                .map(span -> span.within(from, to))
                .filter(span -> span.from().isBefore(span.to()))
                .toList();
    }

    /**
     * Some time at one rate.
     *
     * @param from when it began
     * @param to when it ended
     * @param usdPerHour above zero
     */
    public record Span(Instant from, Instant to, BigDecimal usdPerHour) {

        private Span within(Instant begin, Instant end) {
            return new Span(from.isBefore(begin) ? begin : from, to.isAfter(end) ? end : to, usdPerHour);
        }

        /**
         * How long it was.
         *
         * @return hours, to nine decimals
         */
        public BigDecimal hours() {
            return BigDecimal.valueOf(Duration.between(from, to).toMillis())
                    .divide(MILLIS_PER_HOUR, USD_SCALE, RoundingMode.HALF_UP);
        }
    }

    private BigDecimal sumUntil(Instant now) {
        long millis = Math.max(0, Duration.between(since, now).toMillis());
        return rateTimesMillis.add(usdPerHour.multiply(BigDecimal.valueOf(millis)));
    }
}
