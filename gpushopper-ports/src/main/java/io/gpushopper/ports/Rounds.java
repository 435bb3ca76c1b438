package io.gpushopper.ports;

import java.time.Duration;

/** Work that is to be done every so often by one process of those on the same store, whichever comes first. Thread-safe. */
@FunctionalInterface
public interface Rounds {
    /** For a store that one process has for itself: every round is its own. */
    Rounds OWN = (name, every) -> true;

    /**
     * Whether this round is the caller's: nobody else on the store took it within the time before.
     *
     * @param name what is done, up to 120 characters
     * @param every more than zero
     * @throws StoreException when the store doesn't answer
     */
    boolean take(String name, Duration every);
}
