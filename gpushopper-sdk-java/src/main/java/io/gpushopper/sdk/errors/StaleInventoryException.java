package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The offer was gone by the time it was to be bought. Nothing was bought: list again and take another offer. */
public final class StaleInventoryException extends ApiException {
    StaleInventoryException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }

    /** The offer that is gone; empty if the answer did not say. */
    public Optional<String> offerId() {
        return Optional.ofNullable(body().offerId());
    }

    /** Whose offer it was; empty if the answer did not say. */
    public Optional<String> provider() {
        return Optional.ofNullable(body().provider());
    }

    /** Whether the server thinks that another offer is worth a try. */
    public boolean isRetrySuggested() {
        return Boolean.TRUE.equals(body().retrySuggested());
    }
}
