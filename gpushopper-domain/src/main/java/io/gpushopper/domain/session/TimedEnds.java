package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a session may be ended because of what time it is: its expiry, its hard limit, its cost cap, its being idle, the time that it was given to start or that its
 * storage is kept. Such ends wait while the clocks
 * disagree (docs/no-orphans.md, Clocks, S8); an end that somebody asked for never does.
 */
public enum TimedEnds {
    /** The clocks agree. */
    ACT,
    /** They don't: it is looked at again soon. */
    WAIT;

    /** A provider answers at least as often as live instances are watched. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** Whether that moment has come for certain; else the session is looked at again when it may have. */
    static boolean isDue(SessionDraft draft, Instant moment) {
        if (draft.now.isBefore(moment)) {
            draft.wake(moment);
            return false;
        }
        if (draft.policy.timedEnds() == WAIT) {
            draft.wake(draft.now.plus(LOOK_AGAIN));
            return false;
        }
        return true;
    }
}
