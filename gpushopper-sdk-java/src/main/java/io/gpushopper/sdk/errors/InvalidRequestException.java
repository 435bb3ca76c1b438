package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import io.gpushopper.sdk.wire.FieldErrorJson;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request breaks a rule of the API. Sending it again will not help. */
public final class InvalidRequestException extends ApiException {
    InvalidRequestException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }

    /** Every broken rule, by field; empty if the answer named none. */
    public List<FieldErrorJson> details() {
        return body().details();
    }
}
