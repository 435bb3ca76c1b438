package io.gpushopper.ports;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets the calling thread wait. Injected wherever somebody waits, so that tests and the simulation need no real time. */
@FunctionalInterface
public interface Sleeper {
    /** Really waits. */
    Sleeper SYSTEM = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

    /**
     * Waits for the time, or not at all when it is zero or negative.
     *
     * @throws InterruptedException when the thread is interrupted before or meanwhile
     */
    void sleep(Duration time) throws InterruptedException;
}
