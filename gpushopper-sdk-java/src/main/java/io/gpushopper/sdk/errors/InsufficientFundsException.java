package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server's account at the provider has too little credit. */
public final class InsufficientFundsException extends ApiException {
    InsufficientFundsException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }
}
