package io.gpushopper.adapters.vastai;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Times as Vast.ai writes them: seconds since 1970 with a fraction. */
final class EpochSeconds {
    // Some 30,000 years: beyond any date that means something, within what can be added to one.
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000_000_000_000L);

    private EpochSeconds() {}

    static Instant instant(BigDecimal seconds) {
        return Instant.EPOCH.plus(duration(seconds));
    }

    static Duration duration(BigDecimal seconds) {
        BigDecimal bounded = seconds.min(LARGEST).max(LARGEST.negate());
        long whole = bounded.longValue();
        long millis =
                bounded.subtract(BigDecimal.valueOf(whole)).movePointRight(3).longValue();
        return Duration.ofSeconds(whole).plusMillis(millis);
    }
}
