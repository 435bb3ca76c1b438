package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server wants a token, and had none or a wrong one. */
public final class UnauthorizedException extends ApiException {
    UnauthorizedException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }
}
