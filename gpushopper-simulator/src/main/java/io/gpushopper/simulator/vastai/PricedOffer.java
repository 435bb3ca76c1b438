package io.gpushopper.simulator.vastai;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An offer as one search sees it.
 *
 * @param offer the ask
 * @param rental how the price is worked out
 * @param diskGb disk that is priced into it
 * @param now when it is seen
 */
record PricedOffer(VastAiOffer offer, Rental rental, BigDecimal diskGb, Instant now) {

    BigDecimal gpuPerHour() {
        return rental == Rental.BID ? offer.terms().minBid() : offer.terms().gpuPerHour();
    }

    BigDecimal storagePerHour() {
        return offer.storagePerHour(diskGb);
    }

    BigDecimal totalPerHour() {
        return gpuPerHour().add(storagePerHour());
    }

    /** Seconds until the offer ends; null if it has no end. */
    @Nullable
    BigDecimal secondsLeft() {
        Instant end = offer.terms().end();
        return end == null
                ? null
                : BigDecimal.valueOf(Duration.between(now, end).toMillis()).movePointLeft(3);
    }

    /** Total performance for the money, what the default order goes by. */
    BigDecimal score() {
        return performance().divide(totalPerHour(), 4, RoundingMode.HALF_UP);
    }

    BigDecimal performance() {
        return teraflops().multiply(new BigDecimal("1.2"));
    }

    BigDecimal teraflops() {
        return offer.gpus()
                .model()
                .tflops()
                .multiply(BigDecimal.valueOf(offer.gpus().count()));
    }

    BigDecimal perDollar(BigDecimal what) {
        return what.divide(totalPerHour(), 4, RoundingMode.HALF_UP);
    }

    /** The two ways to rent. */
    enum Rental {
        ON_DEMAND,
        BID
    }
}
