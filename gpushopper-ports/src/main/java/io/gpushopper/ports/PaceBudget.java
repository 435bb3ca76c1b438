package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often an account may call one endpoint, or several that share a limit.
 *
 * @param name the account and the endpoint; no secret, up to 120 characters
 * @param interval from one call to the next, at least; more than zero
 * @param burst how many calls may go at once after a rest, at least 1
 */
public record PaceBudget(String name, Duration interval, int burst) {
    private static final int LONGEST_NAME = 120;

    public PaceBudget {
        requireNonNull(name, "name");
        requireNonNull(interval, "interval");
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a budget's name has 1 to " + LONGEST_NAME + " characters");
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("a budget without an interval has no limit");
        }
        if (burst < 1) {
            throw new IllegalArgumentException("burst must be at least 1");
        }
    }

    /** How far ahead of the steady pace a burst may run. */
    public Duration allowance() {
        return interval.multipliedBy(burst - 1L);
    }
}
