package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a provider behaves where the engine must know. Each adapter names its sources.
 *
 * @param launchTimeout how long a purchase may take until its outcome counts as unknown
 * @param visibilityLag how long an instance may bill before listings and answers by id show it (docs/no-orphans.md, A2)
 * @param keysAtLaunch whether the keys of a {@link LaunchRequest} are installed by the purchase; else each must be attached
 *     afterwards
 * @param computeFromCreation whether the machine is charged from its creation on, and not only once it runs
 * @param minDiskGb the smallest disk, in GB
 * @param keepsStorage whether an instance can be stopped so that its disk is kept and nothing but it is charged
 * @param refusalsToBelieve how many refusals of our credentials in a row, 30 s apart, mean that they are bad; one where no good ones
 *     are ever refused
 */
public record ProviderTraits(
        Duration launchTimeout,
        Duration visibilityLag,
        boolean keysAtLaunch,
        boolean computeFromCreation,
        int minDiskGb,
        boolean keepsStorage,
        int refusalsToBelieve) {
    public ProviderTraits {
        requireNonNull(launchTimeout, "launchTimeout");
        requireNonNull(visibilityLag, "visibilityLag");
        if (refusalsToBelieve < 1) {
            throw new IllegalArgumentException("refusalsToBelieve must be at least 1: " + refusalsToBelieve);
        }
    }

    /** Of a provider that refuses no good credentials. */
    public ProviderTraits(
            Duration launchTimeout,
            Duration visibilityLag,
            boolean keysAtLaunch,
            boolean computeFromCreation,
            int minDiskGb,
            boolean keepsStorage) {
        this(launchTimeout, visibilityLag, keysAtLaunch, computeFromCreation, minDiskGb, keepsStorage, 1);
    }

    /** The same, of one that now and then refuses good ones. */
    public ProviderTraits believing(int refusals) {
        return new ProviderTraits(
                launchTimeout, visibilityLag, keysAtLaunch, computeFromCreation, minDiskGb, keepsStorage, refusals);
    }

    /** Of a provider that keeps no storage. */
    public ProviderTraits(
            Duration launchTimeout,
            Duration visibilityLag,
            boolean keysAtLaunch,
            boolean computeFromCreation,
            int minDiskGb) {
        this(launchTimeout, visibilityLag, keysAtLaunch, computeFromCreation, minDiskGb, false);
    }
}
