package io.gpushopper.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until it is told to pass. */
final class SettableTime implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-24T07:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }
}
