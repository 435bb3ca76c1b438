package io.gpushopper.domain.session;

import java.time.Duration;

/**
 * Whether a session may be ended because of what time it is: its expiry, its hard limit, its cost cap, its being idle. Such ends wait while the clocks
 * disagree (docs/no-orphans.md, Clocks, S8); an end that somebody asked for never does.
 */
public enum TimedEnds {
    /** The clocks agree. */
    ACT,
    /** They don't: it is looked at again soon. */
    WAIT;

    /** A provider answers at least as often as live instances are watched. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** Ends the session, whose time has come, or waits for the clocks to agree. */
    static void due(SessionDraft draft, StopReason reason) {
        switch (draft.policy.timedEnds()) {
            case ACT -> draft.end(EndCause.of(reason));
            case WAIT -> draft.wake(draft.now.plus(LOOK_AGAIN));
        }
    }
}
