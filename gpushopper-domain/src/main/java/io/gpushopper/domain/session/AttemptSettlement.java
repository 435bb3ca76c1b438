package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Settles what each purchase brought, and binds the instance or gives up. An unknown outcome is settled by looking for the tag:
 * found early, it is adopted; not found in two complete listings asked for after the window (the last moment of sending, the
 * request's time-out and the provider's lag), it brought nothing. A purchase is never repeated. Pure.
 */
final class AttemptSettlement {
    /** When to look for the tag of an unknown outcome, counted from its sending (docs/no-orphans.md, The numbers). */
    private static final List<Duration> LOOKS = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ofSeconds(60));

    private static final Duration LATER_LOOKS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);
    // The answer is saved by whoever learns it, a moment after it came.
    private static final Duration ANSWER_GRACE = Duration.ofSeconds(5);
    // A process that took the task and died before its turn came is not waited for longer than this.
    private static final Duration TURN_AGAIN = Duration.ofSeconds(45);

    private AttemptSettlement() {}

    static void proceed(SessionDraft draft) {
        for (LaunchAttempt attempt : draft.attempts()) {
            if (attempt.isOpen()) {
                proceed(draft, attempt);
            }
        }
        if (draft.state() instanceof SessionState.Launching || draft.state() instanceof SessionState.Pending) {
            bindOrGiveUp(draft);
        }
    }

    /** The attempt after a complete listing of its account was looked through. */
    static LaunchAttempt searched(LaunchAttempt attempt, Instant askedAt, boolean found, Policy policy) {
        LaunchAttempt.Search search = attempt.search();
        boolean counts = !found && !askedAt.isBefore(windowEnd(attempt, policy));
        Instant emptySince = search.emptySince();
        if (counts && emptySince != null && askedAt.isAfter(emptySince) && isUnknown(attempt)) {
            return attempt.settled(LaunchAttempt.Settlement.NOTHING);
        }
        // A look that lies after this one was dated by a clock that was wrong; of two, the listings come in any order.
        boolean first = emptySince == null || emptySince.isAfter(askedAt);
        Instant last = search.lastLookAt();
        return attempt.searched(new LaunchAttempt.Search(
                search.looks() + 1,
                last == null || last.isBefore(askedAt) ? askedAt : last,
                counts && first ? askedAt : emptySince));
    }

    private static void proceed(SessionDraft draft, LaunchAttempt attempt) {
        boolean brought = attempt.hasBrought(draft.instances());
        if (attempt.sent() == null && brought) {
            wasSent(draft, attempt);
            return;
        }
        if (attempt.sent() == null) {
            proceedUnsent(draft, attempt);
            return;
        }
        boolean refused = attempt.answer() instanceof LaunchOutcome.Rejected;
        if (refused) {
            draft.put(attempt.settled(LaunchAttempt.Settlement.REFUSED));
        } else if (brought) {
            draft.put(attempt.settled(LaunchAttempt.Settlement.LAUNCHED));
        } else if (isUnknown(attempt)) {
            look(draft, attempt);
        } else {
            awaitAnswer(draft, attempt);
        }
    }

    /** An instance has its tag: the store is from before the mark was set, and has forgotten it. */
    private static void wasSent(SessionDraft draft, LaunchAttempt attempt) {
        draft.put(attempt.send(attempt.writtenAt(), attempt.writtenAt()).settled(LaunchAttempt.Settlement.LAUNCHED));
        if (draft.state() instanceof SessionState.Pending || draft.state() instanceof SessionState.Retrying) {
            draft.move(
                    TransitionCause.SENT, new SessionState.Launching(), "purchase sent before the store was restored");
        }
    }

    private static void proceedUnsent(SessionDraft draft, LaunchAttempt attempt) {
        if (Failover.awaitsTurn(draft)) {
            draft.effect(new Effect.TakeTurn(attempt.tag()));
            draft.wake(draft.now.plus(TURN_AGAIN));
        } else if (!(draft.state() instanceof SessionState.Retrying)) {
            draft.put(attempt.settled(LaunchAttempt.Settlement.WITHDRAWN));
        }
    }

    /** Whoever sent it saves the answer; one that is long overdue died with its process, and is unknown. */
    private static void awaitAnswer(SessionDraft draft, LaunchAttempt attempt) {
        Instant due = attempt.answerDueBy(draft.policy.launchTimeout()).plus(ANSWER_GRACE);
        if (draft.now.isBefore(due)) {
            draft.wake(due);
            return;
        }
        LaunchAttempt unknown = attempt.answered(new LaunchOutcome.Unknown("no answer was recorded"));
        draft.put(unknown);
        look(draft, unknown);
    }

    private static void look(SessionDraft draft, LaunchAttempt attempt) {
        Instant next = nextLook(draft, attempt);
        if (draft.now.isBefore(next)) {
            draft.wake(next);
        } else {
            draft.effect(new Effect.Look(draft.now));
            draft.wake(draft.now.plus(LATER_LOOKS));
        }
    }

    private static Instant nextLook(SessionDraft draft, LaunchAttempt attempt) {
        LaunchAttempt.Search search = attempt.search();
        Instant last = draft.since(search.lastLookAt()).orElse(null);
        if (last == null) {
            return attempt.billableFrom().plus(LOOKS.get(0));
        }
        Instant planned = search.looks() < LOOKS.size()
                ? attempt.billableFrom().plus(LOOKS.get(search.looks()))
                : last.plus(LATER_LOOKS);
        Instant end = windowEnd(attempt, draft.policy);
        boolean decisive = search.emptySince() != null || planned.isAfter(end);
        Instant wanted = decisive && end.isBefore(planned) ? end : planned;
        Instant earliest = last.plus(BETWEEN_LOOKS);
        return wanted.isBefore(earliest) ? earliest : wanted;
    }

    /** When an instance that this purchase brought is in every complete listing (docs/no-orphans.md, A2). */
    private static Instant windowEnd(LaunchAttempt attempt, Policy policy) {
        return attempt.answerDueBy(policy.launchTimeout()).plus(policy.visibilityLag());
    }

    private static boolean isUnknown(LaunchAttempt attempt) {
        return attempt.answer() instanceof LaunchOutcome.Unknown;
    }

    private static void bindOrGiveUp(SessionDraft draft) {
        LaunchAttempt last = draft.lastAttempt();
        if (last.settlement() == LaunchAttempt.Settlement.LAUNCHED) {
            for (Instance instance : draft.instances()) {
                if (instance.tag().equals(last.tag()) && !instance.isGone()) {
                    draft.move(
                            TransitionCause.LAUNCHED,
                            new SessionState.Booting(instance.id()),
                            "instance " + instance.id() + " launched");
                    return;
                }
            }
        }
        if (draft.isSettled()) {
            Failover.failed(draft, failureOf(last));
        }
    }

    /** What is wrong with an attempt that brought nothing. */
    static EndCause.Failure failureOf(LaunchAttempt attempt) {
        if (attempt.answer() instanceof LaunchOutcome.Rejected rejected) {
            return new EndCause.Failure(FailureType.ofRefusal(rejected.kind()), rejected.message());
        }
        if (attempt.settlement() == LaunchAttempt.Settlement.WITHDRAWN) {
            return new EndCause.Failure(
                    FailureType.PROVIDER_UNAVAILABLE, "the purchase did not get its turn in time and was not sent");
        }
        return new EndCause.Failure(
                FailureType.OUTCOME_UNKNOWN, "the provider did not answer, and no instance of the purchase exists");
    }
}
