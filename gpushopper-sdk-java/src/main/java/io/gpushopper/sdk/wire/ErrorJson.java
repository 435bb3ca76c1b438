package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every answer that is not a success. Immutable.
 *
 * <pre>{@code
 * {"error": "offer unavailable due to stale inventory", "error_type": "stale_inventory", "offer_id": "vastai-12345",
 *  "provider": "vastai", "retry_suggested": true, "message": "The selected offer is no longer available. ...",
 *  "request_id": "uuid-of-request"}
 * }</pre>
 *
 * @param error what went wrong, for people
 * @param errorType what went wrong, for programs
 * @param sessionId the session that stands in the way
 * @param pricePerHour with {@code price_changed}: the price now
 * @param maxPricePerHour with {@code price_changed}: the price allowed
 * @param details one entry per broken field; never null
 * @param message what to do about it
 * @param requestId the same as the answer's {@code X-Request-ID}
 */
public record ErrorJson(
        String error,
        @Nullable ErrorType errorType,
        @Nullable String offerId,
        @Nullable String provider,
        @Nullable String sessionId,
        @Nullable Boolean retrySuggested,
        @Nullable Integer retryAfterSeconds,
        @Nullable BigDecimal pricePerHour,
        @Nullable BigDecimal maxPricePerHour,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldErrorJson> details,
        @Nullable String message,
        @Nullable String requestId) {
    public ErrorJson {
        requireNonNull(error, "error");
        details = Copies.list(details);
    }

    /** Starts an error that says {@code error} to people. */
    public static Builder builder(String error) {
        return new Builder(error);
    }

    /** Names each value, since there are too many to tell apart by place. Confined to one thread. */
    public static final class Builder {
        private final String error;
        private @Nullable ErrorType errorType;
        private @Nullable String offerId;
        private @Nullable String provider;
        private @Nullable String sessionId;
        private @Nullable Boolean retrySuggested;
        private @Nullable Integer retryAfterSeconds;
        private @Nullable BigDecimal pricePerHour;
        private @Nullable BigDecimal maxPricePerHour;
        private List<FieldErrorJson> details = List.of();
        private @Nullable String message;
        private @Nullable String requestId;

        private Builder(String error) {
            this.error = requireNonNull(error, "error");
        }

        public Builder errorType(@Nullable ErrorType errorType) {
            this.errorType = errorType;
            return this;
        }

        public Builder offerId(@Nullable String offerId) {
            this.offerId = offerId;
            return this;
        }

        public Builder provider(@Nullable String provider) {
            this.provider = provider;
            return this;
        }

        public Builder sessionId(@Nullable String sessionId) {
            this.sessionId = sessionId;
            return this;
        }

        public Builder retrySuggested(@Nullable Boolean retrySuggested) {
            this.retrySuggested = retrySuggested;
            return this;
        }

        public Builder retryAfterSeconds(@Nullable Integer retryAfterSeconds) {
            this.retryAfterSeconds = retryAfterSeconds;
            return this;
        }

        public Builder pricePerHour(@Nullable BigDecimal pricePerHour) {
            this.pricePerHour = pricePerHour;
            return this;
        }

        public Builder maxPricePerHour(@Nullable BigDecimal maxPricePerHour) {
            this.maxPricePerHour = maxPricePerHour;
            return this;
        }

        public Builder details(List<FieldErrorJson> details) {
            this.details = details;
            return this;
        }

        public Builder message(@Nullable String message) {
            this.message = message;
            return this;
        }

        public Builder requestId(@Nullable String requestId) {
            this.requestId = requestId;
            return this;
        }

        /** The value with what was set so far. */
        public ErrorJson build() {
            return new ErrorJson(
                    error,
                    errorType,
                    offerId,
                    provider,
                    sessionId,
                    retrySuggested,
                    retryAfterSeconds,
                    pricePerHour,
                    maxPricePerHour,
                    details,
                    message,
                    requestId);
        }
    }
}
