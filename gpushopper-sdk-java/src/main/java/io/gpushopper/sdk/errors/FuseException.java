package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The whole deployment has as much running as its operator allows; nothing was bought. It works again once something has ended. */
public final class FuseException extends ApiException {
    FuseException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }
}
