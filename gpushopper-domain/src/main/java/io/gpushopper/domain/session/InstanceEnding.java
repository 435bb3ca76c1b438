package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ends every instance that nothing answers for: all of a session that ends or is over, and any second one of a session that
 * lives. Destroys are repeated for ever with backoff; only the proof of absence ends them. Pure.
 */
final class InstanceEnding {
    private static final Duration SLOWEST_BACKOFF = Duration.ofSeconds(60);
    // TensorDock shows an instance as it was for up to 20 s after it accepted the destroy (providers/tensordock.md,
    // S19).
    private static final Duration EFFECT_AWAITED = Duration.ofSeconds(30);
    // Longer than any provider was seen to take for an end that it had begun.
    private static final Duration END_AWAITED = Duration.ofMinutes(5);
    private static final Duration ASK_EVERY = Duration.ofSeconds(3);

    private InstanceEnding() {}

    static void proceed(SessionDraft draft) {
        for (Instance instance : draft.instances()) {
            if (!instance.isGone() && !isAnsweredFor(draft, instance)) {
                end(draft, instance);
            }
        }
    }

    private static boolean isAnsweredFor(SessionDraft draft, Instance instance) {
        return draft.state() instanceof SessionState.Bound bound
                && bound.instance().equals(instance.id());
    }

    private static void end(SessionDraft draft, Instance instance) {
        Instance.Ending ending = instance.ending();
        Instant accepted = ending.destroyAcceptedAt();
        if (accepted == null) {
            destroy(draft, instance, backoff(ending.refusals()));
        } else if (livesOn(instance, accepted)) {
            destroy(draft, instance, EFFECT_AWAITED);
        } else {
            prove(draft, instance);
        }
    }

    private static void destroy(SessionDraft draft, Instance instance, Duration interval) {
        Instant last = instance.ending().destroyAskedAt();
        Instant due = last == null ? draft.now : last.plus(interval);
        if (draft.now.isBefore(due)) {
            draft.wake(due);
        } else {
            draft.effect(new Effect.Destroy(instance.id()));
            draft.wake(draft.now.plus(SLOWEST_BACKOFF));
        }
    }

    /** The provider accepted the end and shows it alive all the same. */
    private static boolean livesOn(Instance instance, Instant accepted) {
        Instant lastSeen = instance.sightings().lastSeenAt();
        boolean ending = instance.sightings().condition() == InstanceCondition.ENDING;
        return lastSeen != null && lastSeen.isAfter(accepted.plus(ending ? END_AWAITED : EFFECT_AWAITED));
    }

    private static void prove(SessionDraft draft, Instance instance) {
        AbsenceProof absence = instance.ending().absence();
        if (absence.isProven(AbsenceProof.ACCEPTED_SPACING)) {
            draft.put(instance.with(instance.ending().gone(draft.now)));
            Metering.close(draft, draft.find(instance.id()).orElseThrow());
            return;
        }
        Instant next = nextQuestion(absence, instance.sightings().askedAt(), draft.now);
        if (draft.now.isBefore(next)) {
            draft.wake(next);
        } else {
            draft.effect(new Effect.Ask(instance.id()));
            if (absence.wantsListing()) {
                draft.effect(new Effect.Look(draft.now));
            }
            draft.wake(draft.now.plus(ASK_EVERY));
        }
    }

    /** The second answer counts from its spacing on; nothing is asked faster than a provider likes. */
    private static Instant nextQuestion(AbsenceProof absence, @Nullable Instant asked, Instant now) {
        Instant first = absence.firstAnswerAt();
        Instant counts = first == null ? now : first.plus(AbsenceProof.ACCEPTED_SPACING);
        Instant polite = asked == null ? now : asked.plus(ASK_EVERY);
        return counts.isAfter(polite) ? counts : polite;
    }

    private static Duration backoff(int refusals) {
        if (refusals == 0) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(refusals - 1, 6));
        return doubled.compareTo(SLOWEST_BACKOFF) < 0 ? doubled : SLOWEST_BACKOFF;
    }
}
