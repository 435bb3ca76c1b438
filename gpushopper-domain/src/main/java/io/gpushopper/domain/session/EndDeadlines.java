package io.gpushopper.domain.session;

import java.time.Instant;

/** Ends a session at its reservation's end or at the hard limit, whichever comes first, whatever state it is in. Pure. */
final class EndDeadlines {
    private EndDeadlines() {}

    static void enforce(SessionDraft draft) {
        if (!draft.isActive()) {
            return;
        }
        Instant deadline = draft.terms().deadline();
        if (draft.now.isBefore(deadline)) {
            draft.wake(deadline);
            return;
        }
        boolean limit = deadline.equals(draft.terms().hardLimitAt())
                && deadline.isBefore(draft.terms().expiresAt());
        draft.end(EndCause.of(limit ? StopReason.HARD_LIMIT : StopReason.EXPIRED));
    }
}
