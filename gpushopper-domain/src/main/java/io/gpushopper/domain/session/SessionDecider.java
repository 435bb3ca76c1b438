package io.gpushopper.domain.session;

import java.time.Instant;

/**
 * Decides what becomes of a session, given what is known of it and what was just observed. Pure: no clock, no I/O, no chance.
 * First the observation is taken down as facts, then everything that is due is chosen from the whole state, so that nothing
 * depends on having seen an event: deciding again with {@link Observation.Tick} comes to the same.
 */
public final class SessionDecider {
    private SessionDecider() {}

    /**
     * The next session and the effects to carry out once it is saved.
     *
     * @param now judged by a clock that never runs back
     */
    public static Decision decide(Session session, Observation seen, Policy policy, Instant now) {
        SessionDraft draft = new SessionDraft(session, policy, now);
        seen.match(new SessionFacts(draft));
        EndDeadlines.enforce(draft);
        CostCap.enforce(draft);
        AttemptSettlement.proceed(draft);
        BoundInstance.tend(draft);
        IdleEnd.tend(draft);
        KeptStorage.proceed(draft);
        InstanceEnding.proceed(draft);
        Failover.proceed(draft);
        KeptStorage.closeWhenStopped(draft);
        closeWhenEmpty(draft);
        return draft.decision();
    }

    private static void closeWhenEmpty(SessionDraft draft) {
        if (draft.state() instanceof SessionState.Ending ending && draft.isSettled() && draft.isEmpty()) {
            EndCause cause = ending.cause();
            SessionState over = cause.failure() == null
                    ? new SessionState.Stopped(cause, draft.now)
                    : new SessionState.Failed(cause, draft.now);
            draft.move(TransitionCause.PROVEN_EMPTY, over, "no instance of it is left");
        } else if (draft.state() instanceof SessionState.Kept kept && draft.isSettled() && draft.isEmpty()) {
            draft.move(TransitionCause.RELEASED, kept.released(), "nothing of it is left");
            draft.note("nothing of it is left: its storage is gone", Actor.ENGINE);
        }
    }
}
