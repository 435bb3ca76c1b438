package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The token does not allow this, such as creating for another consumer. */
public final class ForbiddenException extends ApiException {
    ForbiddenException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }
}
