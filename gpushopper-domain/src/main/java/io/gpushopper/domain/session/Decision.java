package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from an observation: the next session, to be saved first with its ledger lines and events in one transaction,
 * and then the effects, in this order.
 *
 * @param next the session as it is to be saved, when to look next included
 * @param ledger intervals that opened (no end) or closed (with the end), keyed by session, instance, kind and start
 * @param events lines for the audit trail
 * @param effects what to do once that is saved
 */
public record Decision(Session next, List<LedgerInterval> ledger, List<SessionEvent> events, List<Effect> effects) {
    public Decision {
        requireNonNull(next, "next");
        ledger = List.copyOf(ledger);
        events = List.copyOf(events);
        effects = List.copyOf(effects);
    }

    /** The same with another line in the audit trail, its last. */
    public Decision noting(SessionEvent event) {
        List<SessionEvent> more = new ArrayList<>(events);
        more.add(event);
        return new Decision(next, ledger, more, effects);
    }

    /** The same without its effects: they are left to the engine, which is to look at once if there is anything left to do. */
    public Decision leftToTheEngine(Instant now) {
        return new Decision(next.dueAt(next.nextActAt() == null ? null : now), ledger, events, List.of());
    }

    /** A change that nothing else follows from. */
    public static Decision of(Session next) {
        return new Decision(next, List.of(), List.of(), List.of());
    }

    /**
     * Whether it must be on the disk before anybody acts on it or is told: a purchase that is written down or about to be sent, one that never will be, an end that is about to be sent, what
     * an instance is charged, and an end that a consumer may rely on.
     */
    public boolean mustOutlivePower() {
        return effects.stream().anyMatch(effect -> effect instanceof Effect.Launch || effect instanceof Effect.Destroy)
                || !ledger.isEmpty()
                || next.attempts().stream().anyMatch(attempt -> attempt.isOpen() && attempt.sent() == null)
                || next.state() instanceof SessionState.Over
                || next.attempts().stream()
                        .anyMatch(attempt -> attempt.settlement() == LaunchAttempt.Settlement.WITHDRAWN);
    }
}
