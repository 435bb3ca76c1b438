package io.gpushopper.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The wall clock of one process, which may be set wrong. Confined to one thread. */
final class WallClock implements InstantSource {
    private final InstantSource truth;
    private Duration off = Duration.ZERO;

    WallClock(InstantSource truth) {
        this.truth = truth;
    }

    @Override
    public Instant instant() {
        return truth.instant().plus(off);
    }

    /** It is set on by so much, or back by a negative time. */
    void set(Duration by) {
        off = off.plus(by);
    }
}
