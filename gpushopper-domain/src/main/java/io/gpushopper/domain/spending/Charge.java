package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SpentAtMost;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that bills for a session or may come to. Immutable.
 *
 * @param session whose
 * @param kind how it counts beside the session's others
 * @param rate what it costs at most an hour
 */
public record Charge(SessionId session, Kind kind, UsdPerHour rate) {
    /** How a charge counts beside the others of its session. */
    public enum Kind {
        /** An instance, or a purchase that may still bring one. */
        STAYS,
        /** An instance whose end was accepted: what takes its place counts together with it. */
        LEAVES,
        /** The place of a session that looks for another offer, at the rate of what it tried last; nothing beside what stays. */
        AWAITS
    }

    public Charge {
        requireNonNull(session, "session");
        requireNonNull(kind, "kind");
        requireNonNull(rate, "rate");
    }

    /** Those of one session. */
    static List<Charge> of(Session session) {
        List<Charge> charges = new ArrayList<>();
        for (Instance instance : session.instances()) {
            if (!instance.isGone()) {
                Kind kind = instance.isLeaving() ? Kind.LEAVES : Kind.STAYS;
                charges.add(new Charge(session.id(), kind, SpentAtMost.rateOf(instance, session)));
            }
        }
        List<LaunchAttempt> attempts = session.attempts();
        for (LaunchAttempt attempt : attempts) {
            if (attempt.isOpen() && !session.hasBrought(attempt)) {
                charges.add(
                        new Charge(session.id(), Kind.STAYS, attempt.agreed().total()));
            }
        }
        if (session.state() instanceof SessionState.Retrying) {
            LaunchAttempt last = attempts.get(attempts.size() - 1);
            charges.add(new Charge(session.id(), Kind.AWAITS, last.agreed().total()));
        }
        return charges;
    }
}
