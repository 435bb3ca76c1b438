package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer may ask for beside what every session has.
 *
 * @param labels what it is called
 * @param setup how its instance is set up
 * @param limits what it may cost at most
 * @param retry whether another offer is bought when one fails
 * @param keepFor how long its storage is kept after its end; null when it is destroyed with the instance
 */
public record SessionOptions(
        Labels labels,
        Setup setup,
        SpendLimits limits,
        RetryTerms retry,
        @Nullable Duration keepFor) {
    public static final SessionOptions NONE =
            new SessionOptions(Labels.NONE, Setup.USUAL, SpendLimits.NONE, RetryTerms.NEVER, null);

    public SessionOptions {
        requireNonNull(labels, "labels");
        requireNonNull(setup, "setup");
        requireNonNull(limits, "limits");
        requireNonNull(retry, "retry");
    }

    /** The same with that setup. */
    public SessionOptions settingUp(Setup chosen) {
        return new SessionOptions(labels, chosen, limits, retry, keepFor);
    }
}
