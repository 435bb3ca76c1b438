package io.gpushopper.testkit;

import io.gpushopper.ports.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved, or until somebody sleeps by it, which takes no real time. Thread-safe. */
public final class TestClock implements InstantSource, Sleeper {
    private Instant now;

    public TestClock(Instant start) {
        this.now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!time.isNegative()) {
            advance(time);
        }
    }

    /** Moves it, back too if the time is negative. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }
}
