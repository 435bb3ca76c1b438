package io.gpushopper.domain.session;

import java.time.Instant;

/**
 * Ends a session when its reservation runs out, or when its key was to be given out and was not, whatever state it is in. No reservation outlives the hard limit, neither as it is
 * asked for nor by extensions, so that this is the hard limit's guard too. It waits while the clocks disagree ({@link TimedEnds}). Pure.
 */
final class EndDeadlines {
    private EndDeadlines() {}

    static void enforce(SessionDraft draft) {
        if (!draft.isActive()) {
            return;
        }
        enforce(draft, draft.terms().expiresAt(), StopReason.EXPIRED);
        Instant deliveryDue = draft.delivery().dueBy();
        if (deliveryDue != null && draft.isActive()) {
            enforce(draft, deliveryDue, StopReason.UNDELIVERED);
        }
    }

    private static void enforce(SessionDraft draft, Instant deadline, StopReason reason) {
        if (TimedEnds.isDue(draft, deadline)) {
            draft.end(EndCause.of(reason));
        }
    }
}
