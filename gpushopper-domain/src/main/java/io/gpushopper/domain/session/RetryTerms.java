package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

/**
 * Whether another offer is bought when one fails before the session runs.
 *
 * @param most how often, at most; 0 for never
 * @param scope which offers may take its place
 */
public record RetryTerms(int most, RetryScope scope) {
    public static final RetryTerms NEVER = new RetryTerms(0, RetryScope.SAME_GPU);

    public RetryTerms {
        requireNonNull(scope, "scope");
        if (most < 0) {
            throw new IllegalArgumentException("most must not be negative");
        }
    }
}
