package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A fault in the server, or in something between it and us. */
public final class ServerException extends ApiException {
    ServerException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }
}
