package io.gpushopper.application;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The clock that deadlines are judged by: it never runs back, and tells no more than the store can keep. Thread-safe. */
final class EngineClock implements InstantSource {
    private final InstantSource source;
    private final AtomicReference<Instant> highest = new AtomicReference<>(Instant.MIN);

    EngineClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public Instant instant() {
        Instant now = source.instant().truncatedTo(ChronoUnit.MICROS);
        return highest.accumulateAndGet(now, (seen, read) -> read.isAfter(seen) ? read : seen);
    }
}
