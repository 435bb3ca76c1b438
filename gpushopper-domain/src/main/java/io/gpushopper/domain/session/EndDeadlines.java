package io.gpushopper.domain.session;

import java.time.Instant;

/**
 * Ends a session when its reservation runs out, whatever state it is in. No reservation outlives the hard limit, neither as it is
 * asked for nor by extensions, so that this is the hard limit's guard too. Pure.
 */
final class EndDeadlines {
    private EndDeadlines() {}

    static void enforce(SessionDraft draft) {
        if (!draft.isActive()) {
            return;
        }
        Instant expiresAt = draft.terms().expiresAt();
        if (draft.now.isBefore(expiresAt)) {
            draft.wake(expiresAt);
        } else {
            draft.end(EndCause.of(StopReason.EXPIRED));
        }
    }
}
