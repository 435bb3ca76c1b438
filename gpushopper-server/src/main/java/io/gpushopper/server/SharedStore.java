package io.gpushopper.server;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.Rounds;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * What a server knows of the others on its store, and of the time that they share.
 *
 * @param rounds what one of them does for all
 * @param sureOfTime whether the clocks agree, so that sessions may be ended for what time it is
 * @param clockWatch holds the clocks against each other; to be run again and again
 * @param overdue how many sessions should have been looked at more than a minute ago
 */
record SharedStore(Rounds rounds, BooleanSupplier sureOfTime, Runnable clockWatch, IntSupplier overdue) {
    /** A store that one server has for itself, and clocks that nobody doubts. */
    static final SharedStore OWN = new SharedStore(Rounds.OWN, () -> true, () -> {}, () -> 0);

    SharedStore {
        requireNonNull(rounds, "rounds");
        requireNonNull(sureOfTime, "sureOfTime");
        requireNonNull(clockWatch, "clockWatch");
        requireNonNull(overdue, "overdue");
    }
}
