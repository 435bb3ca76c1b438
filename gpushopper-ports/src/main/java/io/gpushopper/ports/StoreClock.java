package io.gpushopper.ports;

import java.time.Instant;
import java.util.Optional;

/** The time as the store knows it. Thread-safe. */
public interface StoreClock {
    /**
     * What the clock of the database says now; empty when it has none of its own, or took so long to tell that nothing can be
     * concluded from it.
     *
     * @throws StoreException when the store doesn't answer
     */
    Optional<Instant> time();

    /**
     * The highest time that any process on the store has seen and was sure of; empty before the first.
     *
     * @throws StoreException when the store doesn't answer
     */
    Optional<Instant> highest();

    /**
     * Keeps the highest time that any process on the store has seen.
     *
     * @param seen what this one sees
     * @return the highest of all, never before {@code seen} as far as the store can tell times apart
     * @throws StoreException when it can't be kept
     */
    Instant highest(Instant seen);
}
