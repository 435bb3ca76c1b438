package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The provider is down, asks to wait, or refuses the server's credentials. Nothing was bought. */
public final class ProviderUnavailableException extends ApiException {
    ProviderUnavailableException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }
}
