package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How far a call may go.
 *
 * @param timeout from sending to the last byte of the answer
 * @param patience how long it may wait for its turn
 * @param maxBytes how long the answer may be
 * @param attempts how often it is sent at most, where a repetition helps; 1 for what must not be repeated
 * @param heedsBreaker whether an open circuit breaker keeps it from being sent
 */
public record CallLimits(Duration timeout, Duration patience, int maxBytes, int attempts, boolean heedsBreaker) {
    public CallLimits {
        requireNonNull(timeout, "timeout");
        requireNonNull(patience, "patience");
        if (maxBytes < 1 || attempts < 1) {
            throw new IllegalArgumentException("maxBytes and attempts must be at least 1");
        }
    }

    static CallLimits of(CallPriority priority) {
        return new CallLimits(
                priority.timeout(),
                priority.patience(),
                priority.maxBytes(),
                priority.attempts(),
                priority != CallPriority.DESTROY);
    }
}
