package io.gpushopper.sdk;

import java.time.Duration;

/** How the client waits between two tries. Tests put in one that only takes notes. */
@FunctionalInterface
public interface Sleeper {
    /**
     * Waits.
     *
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;
}
