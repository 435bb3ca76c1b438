package io.gpushopper.server;

import java.time.Instant;
import java.time.InstantSource;

/** Runs ten times as fast as the world, so that proofs that take seconds are soon done, or as fast as it is told. */
final class QuickClock implements InstantSource {
    private static final int FACTOR = 10;

    private Instant anchor = Instant.parse("2026-01-29T12:00:00Z");
    private long anchored = System.nanoTime();
    private int factor = FACTOR;

    @Override
    public synchronized Instant instant() {
        return anchor.plusNanos((System.nanoTime() - anchored) * factor);
    }

    /** From now on it runs so many times as fast as the world. */
    synchronized void runAt(int times) {
        anchor = instant();
        anchored = System.nanoTime();
        factor = times;
    }
}
