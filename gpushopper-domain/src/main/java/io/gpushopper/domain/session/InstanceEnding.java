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
    /** So many refusals in a row are followed by the slowest backoff. */
    static final int REFUSALS_TO_SLOWEST = 7;

    // TensorDock shows an instance as it was for up to 20 s after it accepted the destroy (docs/PROVIDERS.md).
    private static final Duration EFFECT_AWAITED = Duration.ofSeconds(30);
    // Longer than any provider was seen to take for an end that it had begun.
    private static final Duration END_AWAITED = Duration.ofMinutes(5);
    // By then every provider has ended what it will end soon; who takes longer is asked at leisure.
    private static final Duration SOON_GONE = Duration.ofMinutes(2);

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
                && bound.instance().equals(instance.id())
                && !KeptStorage.isDue(draft);
    }

    private static void end(SessionDraft draft, Instance instance) {
        Instance.Ending ending = instance.ending();
        Instant accepted = ending.destroyAcceptedAt();
        if (isProvenGone(instance)) {
            draft.put(instance.with(ending.gone(draft.now)));
            Metering.close(draft, draft.find(instance.id()).orElseThrow());
        } else if (accepted == null) {
            destroy(draft, instance, backoff(ending.refusals()));
            if (ending.refusals() > 0) {
                // Somebody else may have ended it while our destroys are refused.
                ask(draft, instance, AbsenceProof.UNASKED_SPACING);
            }
        } else if (livesOn(instance, accepted)) {
            destroy(draft, instance, EFFECT_AWAITED);
            if (ending.refusals() > 0) {
                ask(draft, instance, AbsenceProof.UNASKED_SPACING);
            }
        } else {
            boolean takesLong = draft.now.isAfter(accepted.plus(SOON_GONE))
                    || ending.absence().isHeld();
            ask(draft, instance, takesLong ? AbsenceProof.UNASKED_SPACING : AbsenceProof.ACCEPTED_SPACING);
        }
    }

    /** An end that the provider did not accept, or accepted without effect, is judged as one that nobody asked for. */
    private static boolean isProvenGone(Instance instance) {
        AbsenceProof absence = instance.ending().absence();
        Instant accepted = instance.ending().destroyAcceptedAt();
        if (accepted == null || livesOn(instance, accepted)) {
            return absence.isProven(AbsenceProof.UNASKED_SPACING);
        }
        return absence.isProven(AbsenceProof.ACCEPTED_SPACING) || absence.isProvenWithoutListing(accepted);
    }

    private static void destroy(SessionDraft draft, Instance instance, Duration interval) {
        Instant due = draft.since(instance.ending().destroyAskedAt())
                .map(last -> last.plus(interval))
                .orElse(draft.now);
        if (draft.now.isBefore(due)) {
            draft.wake(due);
        } else {
            draft.effect(new Effect.Destroy(instance.id()));
            draft.wake(draft.now.plus(SLOWEST_BACKOFF));
        }
    }

    /** The provider accepted the end and shows it alive all the same. */
    static boolean livesOn(Instance instance, Instant accepted) {
        return livesOn(instance.sightings().lastSeenAt(), instance.sightings().condition(), accepted);
    }

    static boolean livesOn(@Nullable Instant lastSeen, InstanceCondition condition, Instant accepted) {
        boolean ending = condition == InstanceCondition.ENDING;
        return lastSeen != null && lastSeen.isAfter(accepted.plus(ending ? END_AWAITED : EFFECT_AWAITED));
    }

    /** Asks for it by id, and for the listing that the proof still wants; the second answer counts from its spacing on. */
    private static void ask(SessionDraft draft, Instance instance, Duration spacing) {
        AbsenceProof absence = instance.ending().absence();
        Instant counts = draft.since(absence.firstAnswerAt())
                .map(first -> first.plus(spacing))
                .orElse(draft.now);
        Instant polite = draft.since(instance.sightings().askedAt())
                .map(asked -> asked.plus(spacing))
                .orElse(draft.now);
        Instant next = counts.isAfter(polite) ? counts : polite;
        if (draft.now.isBefore(next)) {
            draft.wake(next);
            return;
        }
        draft.effect(new Effect.Ask(instance.id()));
        if (absence.wantsListing()) {
            draft.effect(new Effect.Look(draft.now));
        }
        draft.wake(draft.now.plus(spacing));
    }

    private static Duration backoff(int refusals) {
        if (refusals == 0) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << (Math.min(refusals, REFUSALS_TO_SLOWEST) - 1));
        return doubled.compareTo(SLOWEST_BACKOFF) < 0 ? doubled : SLOWEST_BACKOFF;
    }
}
