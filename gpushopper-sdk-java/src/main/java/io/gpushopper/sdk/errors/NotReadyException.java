package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server still looks through what it owns after its start; creates and extensions have to wait. */
public final class NotReadyException extends ApiException {
    NotReadyException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }
}
