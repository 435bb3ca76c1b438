package io.gpushopper.adapters.http;

import java.util.Optional;

/** A provider's way of saying no: the one place where an adapter maps statuses and codes to error kinds. Thread-safe. */
@FunctionalInterface
public interface AnswerReader {
    /** Why the answer is a failure; empty when it is none. */
    Optional<ApiFailure> failureIn(ApiCall call, ApiAnswer answer);
}
