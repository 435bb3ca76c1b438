package io.gpushopper.domain.spending;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.SpentAtMost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a session may cost in all: the money that is reserved for it while it is not over. All its purchases together run no longer than its
 * reservation, at no more than the highest price that it may be bought at; storage that is kept after its end comes on top; its own
 * cap bounds it. What it can have cost already is never less. Pure.
 */
public final class WorstCase {
    private WorstCase() {}

    /** What is reserved for the session at that moment. */
    public static Usd of(Session session, Instant now) {
        Usd spent = SpentAtMost.of(session, now).amount();
        Usd planned = planned(session, now);
        return spent.compareTo(planned) > 0 ? spent : planned;
    }

    private static Usd planned(Session session, Instant now) {
        SessionTerms terms = session.terms();
        if (session.state() instanceof SessionState.Kept kept) {
            Instant end = kept.until().isAfter(now) ? kept.until() : now;
            return bounded(terms, SpentAtMost.of(session, end).amount());
        }
        Usd whole = dearest(session).over(Duration.between(terms.createdAt(), terms.expiresAt()));
        Duration kept = terms.options().keepFor();
        if (kept != null) {
            whole = whole.plus(storage(session.attempts()).over(kept));
        }
        return bounded(terms, whole);
    }

    private static Usd bounded(SessionTerms terms, Usd whole) {
        Usd cap = terms.options().limits().maxTotal();
        return cap != null && cap.compareTo(whole) < 0 ? cap : whole;
    }

    /** The highest price that it may be bought at, or what it bills now where that is more. */
    private static UsdPerHour dearest(Session session) {
        UsdPerHour highest = session.terms().highestPrice();
        for (Instance instance : session.instances()) {
            UsdPerHour rate = SpentAtMost.rateOf(instance, session);
            highest = !instance.isGone() && rate.compareTo(highest) > 0 ? rate : highest;
        }
        return highest;
    }

    private static UsdPerHour storage(List<LaunchAttempt> attempts) {
        return attempts.stream()
                .map(attempt -> attempt.agreed().storage())
                .reduce(UsdPerHour.ZERO, (a, b) -> a.compareTo(b) < 0 ? b : a);
    }
}
