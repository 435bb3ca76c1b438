package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an offer does that failed within the last hour. Immutable.
 *
 * @param offerId which
 * @param provider who rents it out
 * @param gpuType the model of its GPUs
 * @param recentFailures how often it failed within the last hour
 * @param failures the same by what went wrong, in the words of {@code error_type}
 * @param lastFailureType what went wrong last
 * @param lastFailure when that was
 * @param isSuppressed whether it failed so often that it is not listed for a while
 * @param suppressedUntil until when; null when it is not suppressed
 * @param confidenceMultiplier by what its {@code availability_confidence} is multiplied, 0 while it is suppressed, to 1
 */
public record OfferHealthJson(
        String offerId,
        String provider,
        String gpuType,
        int recentFailures,
        Map<String, Integer> failures,
        ErrorType lastFailureType,
        Instant lastFailure,
        boolean isSuppressed,
        @Nullable Instant suppressedUntil,
        BigDecimal confidenceMultiplier) {
    public OfferHealthJson {
        requireNonNull(offerId, "offerId");
        requireNonNull(provider, "provider");
        requireNonNull(gpuType, "gpuType");
        failures = Copies.map(failures);
        requireNonNull(lastFailureType, "lastFailureType");
        requireNonNull(lastFailure, "lastFailure");
        requireNonNull(confidenceMultiplier, "confidenceMultiplier");
    }
}
