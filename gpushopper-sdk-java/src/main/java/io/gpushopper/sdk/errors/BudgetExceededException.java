package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The consumer's budget does not hold all that this may cost; nothing was bought or lengthened. */
public final class BudgetExceededException extends ApiException {
    BudgetExceededException(int status, ErrorJson body, @Nullable Duration retryAfter) {
        super(status, body, retryAfter);
    }
}
