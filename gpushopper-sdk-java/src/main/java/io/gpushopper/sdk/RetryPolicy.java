package io.gpushopper.sdk;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often and how patiently the client tries again: reads and deletes always, a create only with an idempotency key,
 * after a broken connection and after 502, 503 and 504. The wait doubles from try to try, half of it by chance; where
 * the server says how long to wait, that is what the client does. Immutable.
 *
 * @param maxTries at least 1; 1 means never again
 * @param firstWait the wait before the second try, at most
 * @param longestWait what the doubling stops at
 * @param longestRetryAfter if the server asks to wait longer than this, its refusal is thrown instead
 */
public record RetryPolicy(int maxTries, Duration firstWait, Duration longestWait, Duration longestRetryAfter) {
    public RetryPolicy {
        if (maxTries < 1) {
            throw new IllegalArgumentException("maxTries must be at least 1, got " + maxTries);
        }
        requireNotNegative(firstWait, "firstWait");
        requireNotNegative(longestWait, "longestWait");
        requireNotNegative(longestRetryAfter, "longestRetryAfter");
    }

    /** Four tries, waits of at most 0.5 s to 5 s, and at most 30 s where the server asks for it. */
    public static RetryPolicy standard() {
        return new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /** One try. */
    public static RetryPolicy never() {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    private static void requireNotNegative(Duration duration, String name) {
        if (requireNonNull(duration, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, got " + duration);
        }
    }
}
