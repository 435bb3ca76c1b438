package io.gpushopper.domain.session;

import java.time.Duration;
import java.util.Optional;

/**
 * After how long without use a session is ended, and the times that follow from it. Immutable.
 *
 * @param time at least a minute
 */
public record IdleThreshold(Duration time) {
    /** A look costs a machine up to two seconds of a core; more often than this it would be felt. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(60);

    private static final int SAMPLES = 6;
    /** Two samples in a row may fail; what lies between samples that are farther apart is not known. */
    private static final int LONGEST_GAP = 3;

    public IdleThreshold {
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("an idle threshold is at least a minute");
        }
    }

    /** Empty when the session is not to be ended for that. */
    public static Optional<IdleThreshold> of(SessionTerms terms) {
        int minutes = terms.idleThresholdMinutes();
        return minutes == 0 ? Optional.empty() : Optional.of(new IdleThreshold(Duration.ofMinutes(minutes)));
    }

    /** How often an instance is looked at. */
    public Duration interval() {
        Duration share = time.dividedBy(SAMPLES);
        return share.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : share;
    }

    /** How soon it is looked at again when the last look failed. */
    Duration retryAfter() {
        return SHORTEST_INTERVAL;
    }

    /** Working samples that are farther apart cover nothing. */
    Duration longestGap() {
        return interval().multipliedBy(LONGEST_GAP);
    }

    /** After how long without use the end is announced: at two thirds, and one sample before it at the latest. */
    Duration warnAfter() {
        Duration twoThirds = time.multipliedBy(2).dividedBy(3);
        Duration oneSampleBefore = time.minus(interval());
        return oneSampleBefore.compareTo(twoThirds) < 0 ? oneSampleBefore : twoThirds;
    }
}
