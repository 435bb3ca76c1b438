package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The clock that deadlines are judged by: it never runs back. While the wall clock is behind what it has shown already, it goes on at
 * half the pace of a monotonic one, so that nothing stands still and the wall catches up. One for the whole process: the engine, the
 * queue and the adapters must go by the same. It tells no more than the store can keep. Thread-safe.
 */
public final class SteadyClock implements InstantSource {
    private final InstantSource wall;
    private final LongSupplier nanos;
    private Instant shown;
    private long shownAtNanos;

    /**
     * A clock over the two.
     *
     * @param wall what the time is; it may be set back
     * @param nanos how much time passes, such as {@code System::nanoTime}
     */
    public SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.wall = requireNonNull(wall, "wall");
        this.nanos = requireNonNull(nanos, "nanos");
        this.shown = wall.instant();
        this.shownAtNanos = nanos.getAsLong();
    }

    @Override
    public synchronized Instant instant() {
        long read = nanos.getAsLong();
        Instant paced = shown.plusNanos(Math.max(0, read - shownAtNanos) / 2);
        Instant told = wall.instant();
        shown = told.isBefore(shown) ? paced : told;
        shownAtNanos = read;
        return shown.truncatedTo(ChronoUnit.MICROS);
    }
}
