package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class SettableClock implements InstantSource {
    /** Where the clock of a test stands unless it says otherwise. */
    public static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicReference<Instant> now;

    /** A clock that shows {@link #START}. */
    public SettableClock() {
        this(START);
    }

    public SettableClock(Instant start) {
        now = new AtomicReference<>(requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return requireNonNull(now.get());
    }

    /** Sets the clock to any time, also an earlier one. */
    public void set(Instant time) {
        now.set(requireNonNull(time, "time"));
    }

    /** Moves the clock on, or back by a negative time. */
    public void advance(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }
}
