package io.gpushopper.domain.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * What the two clocks of a machine show at one moment. Immutable.
 *
 * @param wall the time of day, which may be set, and which goes on while the machine sleeps
 * @param running how long the machine has run since some moment: it is never set, and stands still while the machine sleeps
 */
public record ClockReading(Instant wall, Duration running) {
    public ClockReading {
        requireNonNull(wall, "wall");
        requireNonNull(running, "running");
    }

    /** By how much the wall clock went further than the running one since then; negative when it was set back. */
    Duration partedSince(ClockReading before) {
        return Duration.between(before.wall, wall).minus(running.minus(before.running));
    }
}
