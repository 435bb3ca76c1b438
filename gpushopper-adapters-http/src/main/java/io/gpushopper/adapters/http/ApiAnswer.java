package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came back from a provider, whole.
 *
 * @param status the HTTP status
 * @param body the body's text, maybe empty, not redacted: never log it
 * @param date the provider's clock as of its {@code Date} header; null when it sent none
 * @param retryAfter its {@code Retry-After} header, at most ten minutes; null when it sent none
 */
public record ApiAnswer(
        int status,
        String body,
        @Nullable Instant date,
        @Nullable Duration retryAfter) {
    public ApiAnswer {
        requireNonNull(body, "body");
    }

    /** Whether the status is 200 to 299; the body may tell otherwise. */
    public boolean isOk() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON; empty when it is none. */
    public Optional<JsonFields> json() {
        return JsonFields.parse(body);
    }

    @Override
    public String toString() {
        return "ApiAnswer[" + status + ", " + body.length() + " characters]";
    }
}
