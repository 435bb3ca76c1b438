package io.gpushopper.cli;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes something that may take its time, but waits for it only so long: what comes after must happen too. */
record Within(Duration atMost, AutoCloseable slow) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Within.class);

    @Override
    public void close() {
        Thread closer = new Thread(this::closeSlow, "gpushopper-closer");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(atMost.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeSlow() {
        try {
            slow.close();
        } catch (Exception unclean) {
            LOG.warn("something did not end in order; the rest goes on ending", unclean);
        }
    }
}
