package io.gpushopper.sdk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock that only sleeping moves. */
final class FakeTime implements Sleeper, InstantSource {
    private final List<Duration> sleeps = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-29T12:00:00Z");

    @Override
    public void sleep(Duration duration) {
        sleeps.add(duration);
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    List<Duration> sleeps() {
        return sleeps;
    }
}
