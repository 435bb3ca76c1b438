package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Stops the instance of a session whose storage is kept after its end, and sees to it that it stays stopped until it is released: when its
 * time is over, when its consumer deletes it, when the session has cost what it may, or when it can't be kept from running. Pure.
 */
final class KeptStorage {
    /** docs/no-orphans.md, Kept storage: shown stopped twice, so far apart. */
    static final Duration SHOWN_TWICE = Duration.ofSeconds(30);

    /** After so many stops in a row that were refused or had no effect the instance is destroyed. */
    static final int MOST_FAILURES = 3;

    // A stop is carried out after it is taken; Vast.ai takes some seconds (docs/PROVIDERS.md).
    private static final Duration EFFECT_AWAITED = Duration.ofSeconds(30);
    // Longer than any provider was seen to take for a stop that it had begun.
    private static final Duration STOP_AWAITED = Duration.ofMinutes(5);
    /** A machine that is not shown stopped by then is destroyed, whatever else it is shown to be. */
    static final Duration LONGEST_HALT = Duration.ofMinutes(30);

    private static final Duration FIRST_BACKOFF = Duration.ofMinutes(1);
    private static final Duration ANSWER_AWAITED = Duration.ofSeconds(60);
    private static final Duration ASK_STOPPING = Duration.ofSeconds(5);

    private KeptStorage() {}

    /**
     * The instance whose storage is to be kept when the session ends for that; empty when there is none. What never ran has nothing to
     * keep.
     */
    static Optional<InstanceId> isToKeep(SessionDraft draft, EndCause cause) {
        boolean wanted =
                draft.terms().options().keepFor() != null && cause.reason().mayKeep();
        if (!wanted || !(draft.state() instanceof SessionState.Running running)) {
            return Optional.empty();
        }
        return draft.find(running.instance())
                .filter(instance -> !instance.isGone())
                .map(Instance::id);
    }

    /**
     * Whether its time is over, so that nothing answers for the instance any more. An end that was asked for, or is under way, doesn't wait
     * for the clocks to agree.
     */
    static boolean isDue(SessionDraft draft) {
        return draft.state() instanceof SessionState.Kept kept
                && (kept.isReleasedBefore(requireKeep(draft))
                        || TimedEnds.isDue(draft, kept.until())
                        || isBeingDestroyed(draft, kept));
    }

    private static boolean isBeingDestroyed(SessionDraft draft, SessionState.Kept kept) {
        boolean over = !draft.now.isBefore(kept.until());
        return over
                && draft.find(kept.instance())
                        .map(instance -> instance.ending().destroyAskedAt())
                        .isPresent();
    }

    static void proceed(SessionDraft draft) {
        if (draft.state() instanceof SessionState.Halting halting) {
            halt(draft, halting);
        } else if (draft.state() instanceof SessionState.Kept kept && !isDue(draft)) {
            keep(draft, kept);
        }
    }

    /** Follows, after a sighting, how far the instance has come to its stop, and whether it stays so. */
    static void follow(SessionDraft draft, InstanceId id, Instant at) {
        Instance sighted = draft.find(id).orElseThrow();
        Instance.Halt before = sighted.halt();
        Instance.Halt after = before.saw(sighted.sightings().condition(), at);
        draft.put(sighted.with(after));
        boolean runsAgain = before.shownSince() != null && after.shownSince() == null;
        if (runsAgain && draft.state() instanceof SessionState.Kept && !isDue(draft)) {
            draft.note("the instance runs, or is meant to, though it is kept: it is stopped again", Actor.PROVIDER);
        }
    }

    /** Its consumer wants nothing of it to be left. */
    static void deleted(SessionDraft draft) {
        if (draft.state() instanceof SessionState.Halting halting) {
            giveUp(draft, halting, "deleted", Actor.CONSUMER);
        } else if (draft.state() instanceof SessionState.Kept kept && !isDue(draft)) {
            draft.release(kept, "deleted", Actor.CONSUMER);
        }
    }

    private static void halt(SessionDraft draft, SessionState.Halting halting) {
        Instance instance = draft.find(halting.instance()).orElseThrow();
        if (BoundInstance.isFoundGone(draft, instance)) {
            giveUp(draft, halting, "the provider has no such instance any more", Actor.PROVIDER);
            return;
        }
        Instance judged = judged(draft, instance);
        if (judged.halt().failures() >= MOST_FAILURES) {
            giveUp(draft, halting, "the instance could not be stopped", Actor.PROVIDER);
        } else if (isReached(draft, isShownStopped(judged) ? CostCap.actsAt(draft) : CostCap.reachedAt(draft))) {
            giveUp(draft, halting, "the session has cost what it may", Actor.ENGINE);
        } else if (isOutOfTime(draft, halting, judged)) {
            giveUp(draft, halting, "the instance was not stopped in time", Actor.ENGINE);
        } else if (!isShownStopped(judged)) {
            bringToStop(draft, judged);
        }
    }

    /** One that is shown stopped may still wait for what else is left of the session, for as long as it was to be kept. */
    private static boolean isOutOfTime(SessionDraft draft, SessionState.Halting halting, Instance instance) {
        if (isAllThatIsLeft(draft, instance)) {
            return false;
        }
        Duration longest = isShownStopped(instance) ? requireKeep(draft) : LONGEST_HALT;
        Optional<Instant> latest = Optional.of(halting.since().plus(longest));
        return draft.policy.timedEnds() == TimedEnds.ACT && isReached(draft, latest);
    }

    /** The session is over once its instance is shown stopped and nothing else of it is left. Comes after every other end. */
    static void closeWhenStopped(SessionDraft draft) {
        if (!(draft.state() instanceof SessionState.Halting halting)) {
            return;
        }
        Instance instance = draft.find(halting.instance()).orElseThrow();
        if (isAllThatIsLeft(draft, instance)) {
            Instant until = draft.now.plus(requireKeep(draft));
            SessionState.Kept kept = new SessionState.Kept(halting.cause(), instance.id(), draft.now, until);
            draft.move(
                    TransitionCause.SHOWN_STOPPED,
                    kept,
                    "the instance is stopped, and its storage kept until " + until);
            draft.wake(until);
            keep(draft, kept);
        }
    }

    private static void keep(SessionDraft draft, SessionState.Kept kept) {
        Instance instance = draft.find(kept.instance()).orElseThrow();
        if (instance.isGone() || BoundInstance.isFoundGone(draft, instance)) {
            return;
        }
        Instance judged = judged(draft, instance);
        if (judged.halt().failures() >= MOST_FAILURES) {
            draft.release(kept, "the instance could not be kept from running", Actor.PROVIDER);
        } else if (isReached(draft, CostCap.actsAt(draft))) {
            draft.release(kept, "the session has cost what it may", Actor.ENGINE);
        } else {
            watch(draft, judged);
        }
    }

    private static void watch(SessionDraft draft, Instance instance) {
        if (isToStop(instance)) {
            bringToStop(draft, instance);
        } else if (BoundInstance.isMissed(draft, instance)) {
            BoundInstance.askMissed(draft, instance);
        }
    }

    /** A stop that was taken long ago and shows no effect is one that failed. */
    private static Instance judged(SessionDraft draft, Instance instance) {
        Instant accepted = instance.halt().acceptedAt();
        Instant lastSeen = instance.sightings().lastSeenAt();
        if (accepted == null || lastSeen == null || instance.halt().shownSince() != null) {
            return instance;
        }
        Duration patience = runs(instance) ? EFFECT_AWAITED : STOP_AWAITED;
        if (!lastSeen.isAfter(accepted.plus(patience))) {
            return instance;
        }
        draft.put(instance.with(instance.halt().hadNoEffect()));
        return draft.find(instance.id()).orElseThrow();
    }

    private static void bringToStop(SessionDraft draft, Instance instance) {
        Instance.Halt halt = instance.halt();
        Instant shownSince = halt.shownSince();
        if (halt.acceptedAt() == null) {
            stop(draft, instance);
        } else if (shownSince == null) {
            BoundInstance.ask(draft, instance, ASK_STOPPING);
        } else if (draft.now.isBefore(shownSince.plus(SHOWN_TWICE))) {
            draft.wake(shownSince.plus(SHOWN_TWICE));
        } else {
            BoundInstance.ask(draft, instance, ASK_STOPPING);
        }
    }

    private static void stop(SessionDraft draft, Instance instance) {
        Duration backoff = backoff(instance.halt().failures());
        Instant due = draft.since(instance.halt().askedAt())
                .map(last -> last.plus(backoff))
                .orElse(draft.now);
        if (draft.now.isBefore(due)) {
            draft.wake(due);
        } else {
            draft.effect(new Effect.Stop(instance.id()));
            draft.wake(draft.now.plus(ANSWER_AWAITED));
        }
    }

    private static Duration backoff(int failures) {
        return failures == 0 ? Duration.ZERO : FIRST_BACKOFF.multipliedBy(failures);
    }

    private static boolean isShownStopped(Instance instance) {
        Instant since = instance.halt().shownSince();
        Instant lastSeen = instance.sightings().lastSeenAt();
        return since != null
                && lastSeen != null
                && !lastSeen.isBefore(since.plus(SHOWN_TWICE))
                && instance.sightings().condition() == InstanceCondition.STOPPED;
    }

    /** Whether it runs, or is meant to and may any time: one that failed was not stopped. */
    private static boolean runs(Instance instance) {
        return switch (instance.sightings().condition()) {
            case RUNNING, STARTING, STUCK, QUEUED, FAILED -> true;
            case STOPPED, ENDING, UNREACHABLE -> false;
        };
    }

    /** Out of sight it is waited for, unless it was last seen to run. */
    private static boolean isToStop(Instance instance) {
        return switch (instance.sightings().condition()) {
            case RUNNING, STARTING, STUCK, QUEUED, FAILED, ENDING -> true;
            case UNREACHABLE -> instance.halt().shownSince() == null;
            case STOPPED -> false;
        };
    }

    private static boolean isAllThatIsLeft(SessionDraft draft, Instance instance) {
        return isShownStopped(instance) && draft.isSettled() && isAlone(draft, instance);
    }

    private static boolean isAlone(SessionDraft draft, Instance instance) {
        return draft.instances().stream()
                .allMatch(known -> known.isGone() || known.id().equals(instance.id()));
    }

    private static boolean isReached(SessionDraft draft, Optional<Instant> moment) {
        return moment.filter(at -> TimedEnds.isDue(draft, at)).isPresent();
    }

    private static Duration requireKeep(SessionDraft draft) {
        return Optional.ofNullable(draft.terms().options().keepFor()).orElseThrow();
    }

    private static void giveUp(SessionDraft draft, SessionState.Halting halting, String reason, Actor actor) {
        draft.move(TransitionCause.NOT_KEPT, new SessionState.Ending(halting.cause(), draft.now), reason);
        draft.note("its storage is not kept: " + reason, actor);
    }
}
