package io.gpushopper.ports;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Where the work of the library runs. Injected, so that a simulation can run it all on one thread in virtual time. Thread-safe. */
public interface Threads extends AutoCloseable {
    /** Runs destroys, which nothing else may hold up; it may refuse one with a {@link java.util.concurrent.RejectedExecutionException}. */
    Executor ends();

    /**
     * Runs purchases, which wait for their turn and for the provider; it may refuse one with a
     * {@link java.util.concurrent.RejectedExecutionException} when too many wait.
     */
    Executor purchases();

    /** Runs logins to instances; it may refuse likewise. */
    Executor probes();

    /** Runs questions about single instances, which wait for the provider's pace; it may refuse likewise. */
    Executor questions();

    /** Runs waits for listings; it may refuse likewise. */
    Executor looks();

    /**
     * Runs what answers those who wait for a session: quick, but for a client that takes its answer slowly, whom nothing else may wait for;
     * it may refuse likewise.
     */
    Executor answers();

    /** Runs the work once, so long from now; not at all once it is closed. */
    void after(Duration pause, Runnable work);

    /** Begins nothing new, and waits a while for the purchases under way, so that what they bring is saved. */
    @Override
    void close();
}
