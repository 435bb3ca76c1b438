package io.gpushopper.ports;

import java.time.Duration;

/**
 * The calls that accounts may make, shared between all processes that use them: a provider's limit is the account's, and not the
 * process's. Who is refused is known to wait, and nobody less urgent is let through before him for as long as he keeps asking.
 * Times are the store's. Thread-safe; each call is one short transaction.
 */
public interface PaceSlots {
    /** For accounts that this process has for itself, whose pace it keeps itself: every slot is free. */
    PaceSlots OWN = new PaceSlots() {
        @Override
        public Duration take(PaceBudget budget, int rank) {
            return Duration.ZERO;
        }

        @Override
        public void hold(PaceBudget budget, Duration time) {}

        @Override
        public void leave(PaceBudget budget) {}
    };

    /**
     * Takes the next call of that budget, if it is free and nobody more urgent waits in another process.
     *
     * @param rank how urgent the caller is: 0 goes before 1
     * @return zero when it was taken; else after how long to ask again, more than zero
     * @throws StoreException when the store doesn't answer
     */
    Duration take(PaceBudget budget, int rank);

    /**
     * Gives no call for the time from now, because the provider said that we are too fast.
     *
     * @throws StoreException when the store doesn't answer
     */
    void hold(PaceBudget budget, Duration time);

    /**
     * Nobody in this process waits for that budget any more.
     *
     * @throws StoreException when the store doesn't answer
     */
    void leave(PaceBudget budget);
}
