package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.ErrorKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a call did not bring what it was for.
 *
 * @param kind the class of the failure
 * @param message what happened, for people, without secrets
 * @param retryAfter how long to wait before asking again; null when nobody says
 */
public record ApiFailure(
        ErrorKind kind, String message, @Nullable Duration retryAfter) {
    public ApiFailure {
        requireNonNull(kind, "kind");
        requireNonNull(message, "message");
    }
}
