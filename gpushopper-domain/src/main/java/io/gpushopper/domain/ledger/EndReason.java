package io.gpushopper.domain.ledger;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.LedgerLine;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;

/** Why a line of the books ended, in a word or two that an accountant can sort by. Pure. */
final class EndReason {
    /** Of a line that runs on though its instance is missing, while the breaker holds that. */
    private static final String DISPUTED = "disputed";

    private EndReason() {}

    static String of(Session session, Instance instance, LedgerLine line) {
        if (line instanceof LedgerCorrection correction) {
            return correction.reason();
        }
        if (line instanceof LedgerInterval interval && interval.to() != null) {
            return ofEnd(session, instance, interval.kind());
        }
        boolean held = !instance.isGone() && instance.ending().absence().isHeld();
        return held ? DISPUTED : "";
    }

    private static String ofEnd(Session session, Instance instance, ChargeKind kind) {
        if (!instance.isGone()) {
            Instance.OpenCharge now = instance.meter().of(kind);
            boolean stopped = kind == ChargeKind.COMPUTE && session.state() instanceof SessionState.Halting;
            if (stopped) {
                return session.endCause().map(EndReason::word).orElseThrow();
            }
            return now == null || now.rate().isZero() ? "charge paused" : "price changed";
        }
        if (isTwin(session, instance)) {
            return "second instance of its purchase";
        }
        if (session.state() instanceof SessionState.Over over
                && instance.learntAt().isAfter(over.at())) {
            return "shown after its session was over";
        }
        if (session.find(instance.tag()).map(LaunchAttempt::answer).orElse(null) instanceof LaunchOutcome.Rejected) {
            return "made by a refused purchase";
        }
        return session.endCause().map(EndReason::word).orElse("gave way to another instance");
    }

    private static boolean isTwin(Session session, Instance instance) {
        return session.instances().stream()
                .filter(known -> known.tag().equals(instance.tag()))
                .findFirst()
                .filter(first -> !first.id().equals(instance.id()))
                .isPresent();
    }

    private static String word(EndCause cause) {
        EndCause.Failure failure = cause.failure();
        return failure == null ? cause.reason().word() : failure.type().word();
    }
}
