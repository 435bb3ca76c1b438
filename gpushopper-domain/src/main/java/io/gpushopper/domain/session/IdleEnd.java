package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Has running sessions looked at, and ends those that nobody used for as long as their consumers allow. It acts only on a sample that
 * has just been taken, never because time has passed. Pure.
 */
final class IdleEnd {
    /** A sample that is older when it arrives says nothing of now. */
    private static final Duration SAMPLE_KEEPS = Duration.ofSeconds(60);

    private IdleEnd() {}

    static void tend(SessionDraft draft) {
        if (!(draft.state() instanceof SessionState.Running running)) {
            return;
        }
        IdleThreshold.of(draft.terms())
                .flatMap(threshold ->
                        draft.find(running.instance()).orElseThrow().idle().nextSampleAt(threshold, running.since()))
                .ifPresent(due -> {
                    if (draft.now.isBefore(due)) {
                        draft.wake(due);
                    } else {
                        draft.effect(new Effect.Sample(running.instance()));
                        draft.wake(draft.now.plusSeconds(SAMPLE_KEEPS.toSeconds()));
                    }
                });
    }

    static void sampled(SessionDraft draft, Observation.Sampled seen) {
        watched(draft, seen.instance()).ifPresent(known -> {
            IdleThreshold threshold = IdleThreshold.of(draft.terms()).orElseThrow();
            boolean late = seen.at().plus(SAMPLE_KEEPS).isBefore(draft.now);
            IdleWatch next = late
                    ? known.idle().failed(seen.at(), "it came too late", seen.signs())
                    : known.idle().sampled(seen.sample(), seen.at(), seen.signs(), threshold);
            judge(draft, known, next, threshold);
        });
    }

    static void notSampled(SessionDraft draft, Observation.NotSampled seen) {
        watched(draft, seen.instance()).ifPresent(known -> {
            IdleThreshold threshold = IdleThreshold.of(draft.terms()).orElseThrow();
            boolean changed = seen.why() instanceof ProbeOutcome.HostKeyChanged;
            IdleWatch before = known.idle();
            IdleWatch next = changed
                    ? before.barred(seen.at(), "the host key changed", seen.signs())
                    : before.failed(seen.at(), seen.detail(), seen.signs());
            judge(draft, known, next, threshold);
        });
    }

    private static Optional<Instance> watched(SessionDraft draft, InstanceId instance) {
        boolean runs = draft.state() instanceof SessionState.Running running
                && running.instance().equals(instance)
                && IdleThreshold.of(draft.terms()).isPresent();
        return runs ? draft.find(instance) : Optional.empty();
    }

    private static void judge(SessionDraft draft, Instance known, IdleWatch next, IdleThreshold threshold) {
        IdleWatch before = known.idle();
        tellOfSight(draft, before, next);
        if (before.warnedAt() != null && next.warnedAt() == null) {
            UseSign use = next.use();
            draft.note(
                    "idle_over: " + (use == null || use.equals(before.use()) ? "use can't be ruled out" : use.what()),
                    Actor.ENGINE);
        }
        boolean warns = next.wantsWarning(threshold);
        IdleWatch told = warns ? next.warned(draft.now) : next;
        draft.put(known.with(told));
        if (warns) {
            draft.note(
                    "idle_warning: unused since " + told.idleSince() + ", it ends at "
                            + told.endsAt(threshold).orElseThrow(),
                    Actor.ENGINE);
        }
        // While the clocks disagree the next sample finds it over as well.
        if (told.isOver(threshold) && draft.policy.timedEnds() == TimedEnds.ACT) {
            draft.note("idle: unused since " + told.idleSince() + "; last: " + usage(told), Actor.ENGINE);
            draft.end(EndCause.of(StopReason.IDLE));
        }
    }

    private static void tellOfSight(SessionDraft draft, IdleWatch before, IdleWatch next) {
        IdleWatch.Failing failing = next.failing();
        if (!before.isBlind() && failing != null && next.isBlind()) {
            Instant since = failing.since();
            draft.note("idle_blind: no sample works since " + since + ": " + failing.why(), Actor.ENGINE);
        } else if (before.isBlind() && !next.isBlind()) {
            draft.note("idle_blind is over: samples work again", Actor.ENGINE);
        }
    }

    private static String usage(IdleWatch watch) {
        IdleWatch.Look last = watch.last();
        return last == null ? "" : last.usage().toString();
    }
}
