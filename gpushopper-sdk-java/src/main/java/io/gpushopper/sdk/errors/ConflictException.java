package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of things does not allow this; {@link #errorType()} says what: {@code duplicate_session},
 * {@code price_changed}, {@code not_active}, one of the idempotency words, and so on.
 */
public final class ConflictException extends ApiException {
    ConflictException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }

    /** The session that stands in the way; empty if none does. */
    public Optional<String> sessionId() {
        return Optional.ofNullable(body().sessionId());
    }

    /** With {@code price_changed}: the price now, in US dollars per hour. */
    public Optional<BigDecimal> pricePerHour() {
        return Optional.ofNullable(body().pricePerHour());
    }

    /** With {@code price_changed}: the price that was allowed, in US dollars per hour. */
    public Optional<BigDecimal> maxPricePerHour() {
        return Optional.ofNullable(body().maxPricePerHour());
    }
}
