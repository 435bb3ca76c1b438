package io.gpushopper.domain.session;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Goes on with another offer when one came to nothing before the session ran, where its terms allow it. It buys only when every attempt
 * before is settled and the end of every instance that they brought is accepted, so that nobody pays twice; never above the consumer's
 * limit, and without one not above the first agreed price with the operator's tolerance. Pure.
 */
final class Failover {
    private static final Duration CHOOSE_AGAIN = Duration.ofSeconds(10);

    private Failover() {}

    /** Something went wrong: another offer is tried, or the session ends for it. */
    static void failed(SessionDraft draft, EndCause.Failure failure) {
        if (failure.type().isOfTheOffer()) {
            draft.put(draft.lastAttempt().failed(failure.type(), draft.now));
        }
        int retries = draft.attempts().size();
        int most = failure.type().mostRetries(draft.terms().options().retry().most());
        boolean starting = !(draft.state() instanceof SessionState.Running);
        if (!starting || retries > most) {
            giveUp(draft, failure);
            return;
        }
        String reason =
                draft.terms().offer() + " came to nothing: " + failure.type().word() + ": " + failure.message()
                        + "; another offer is looked for (" + retries + " of " + most + ")";
        draft.move(TransitionCause.TRIED_IN_VAIN, new SessionState.Retrying(failure, draft.now), reason);
        draft.note(reason, failure.type().actor());
    }

    /** Asks for another offer, or gives up when the one before did not get its turn. */
    static void proceed(SessionDraft draft) {
        if (draft.state() instanceof SessionState.Retrying && draft.isSettled()) {
            if (draft.lastAttempt().settlement() == LaunchAttempt.Settlement.WITHDRAWN) {
                giveUp(draft, AttemptSettlement.failureOf(draft.lastAttempt()));
            } else if (mayBuy(draft)) {
                draft.effect(new Effect.ChooseOffer(wanted(draft)));
                draft.wake(draft.now.plus(CHOOSE_AGAIN));
            }
        }
    }

    /** The offer that was found is written down, to be bought when its turn comes. */
    static void chosen(SessionDraft draft, Offer offer, AccountId account) {
        boolean waits = draft.state() instanceof SessionState.Retrying && draft.isSettled() && mayBuy(draft);
        if (!waits || !wanted(draft).suits(offer)) {
            return;
        }
        List<LaunchAttempt> before = draft.attempts();
        Tag tag = new Tag(draft.lastAttempt().tag().deployment(), draft.id(), before.size() + 1, draft.now);
        draft.put(LaunchAttempt.written(tag, offer, account, draft.now));
        draft.agree(draft.terms().rented(offer));
        draft.note("offer " + offer.id() + " is tried, at " + offer.price().inDollars() + " an hour", Actor.ENGINE);
    }

    /** There is no other offer. */
    static void noneLeft(SessionDraft draft) {
        if (draft.state() instanceof SessionState.Retrying retrying && draft.isSettled()) {
            EndCause.Failure failure = retrying.failure();
            giveUp(draft, new EndCause.Failure(failure.type(), failure.message() + "; no other offer suits"));
        }
    }

    /** The session is over at once where nothing was bought, else when all that there is of it is gone. */
    private static void giveUp(SessionDraft draft, EndCause.Failure failure) {
        EndCause cause = EndCause.failure(failure);
        if (draft.state() instanceof SessionState.Bound || !draft.isEmpty()) {
            draft.end(cause);
            return;
        }
        draft.move(
                TransitionCause.NOTHING_BOUGHT,
                new SessionState.Failed(cause, draft.now),
                failure.type().word() + ": " + failure.message());
    }

    /** Whether an attempt that is written down may take its turn. */
    static boolean awaitsTurn(SessionDraft draft) {
        return draft.state() instanceof SessionState.Pending
                || (draft.state() instanceof SessionState.Retrying && mayBuy(draft));
    }

    /** Whether everything that was bought before is gone, or was there and has its end accepted. */
    private static boolean mayBuy(SessionDraft draft) {
        return draft.instances().stream()
                .allMatch(instance -> instance.isGone() || instance.ending().destroyedAt() != null);
    }

    private static Replacement wanted(SessionDraft draft) {
        SessionTerms terms = draft.terms();
        List<LaunchAttempt> tried = draft.attempts();
        UsdPerHour limit = terms.options().limits().maxPrice();
        UsdPerHour agreed = tried.get(0).agreed().total();
        return new Replacement(
                terms.offer().provider(),
                terms.gpus(),
                terms.options().retry().scope(),
                limit == null ? agreed.raisedBy(draft.policy.priceTolerance()) : limit,
                terms.diskGb(),
                terms.expiresAt(),
                tried.stream().map(LaunchAttempt::offer).collect(Collectors.toSet()),
                tried.stream()
                        .map(LaunchAttempt::machine)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
    }
}
