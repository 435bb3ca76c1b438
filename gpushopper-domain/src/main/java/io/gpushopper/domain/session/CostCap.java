package io.gpushopper.domain.session;

import io.gpushopper.domain.cost.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends a session before it has cost more than its consumer allowed. It acts when what the session can have cost and what it costs in the
 * next five minutes, in which it is to be ended, reach the cap. A longer reservation moves it not. Pure.
 */
public final class CostCap {
    /** docs/no-orphans.md, M3: an end takes no longer, once it is decided. */
    public static final Duration NOTICE = Duration.ofMinutes(5);

    private CostCap() {}

    /** When the session's cap ends it as things stand; empty when it has none, or costs nothing. */
    public static Optional<Instant> actsAt(Session session) {
        return actsAt(session.terms(), SpentAtMost.lastChanged(session));
    }

    static void enforce(SessionDraft draft) {
        if (!draft.isActive()) {
            return;
        }
        if (actsAt(draft).filter(at -> TimedEnds.isDue(draft, at)).isPresent()) {
            draft.end(EndCause.of(StopReason.BUDGET));
        }
    }

    /** When all that it may cost is spent. */
    static Optional<Instant> reachedAt(SessionDraft draft) {
        Usd cap = draft.terms().options().limits().maxTotal();
        return cap == null
                ? Optional.empty()
                : SpentAtMost.of(draft.attempts(), draft.instances(), draft.now).reaches(cap);
    }

    /** When it acts as things stand, in time for the end. */
    static Optional<Instant> actsAt(SessionDraft draft) {
        return actsAt(draft.terms(), SpentAtMost.of(draft.attempts(), draft.instances(), draft.now));
    }

    private static Optional<Instant> actsAt(SessionTerms terms, SpentAtMost spent) {
        Usd cap = terms.options().limits().maxTotal();
        if (cap == null) {
            return Optional.empty();
        }
        Usd ahead = spent.amount().plus(spent.rate().over(NOTICE));
        return new SpentAtMost(spent.at(), ahead, spent.rate()).reaches(cap);
    }
}
