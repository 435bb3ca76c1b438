package io.gpushopper.simulation;

import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.MarketLie;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What must always hold, against the market's ground truth; the names are those of docs/no-orphans.md. A violation is an
 * {@link AssertionError} that names the invariant. One that is seen in the midst of the engine's work is thrown by the next check, for the
 * engine survives whatever is thrown at it. Confined to one thread.
 */
final class Invariants {
    /** What begins in the last moments of a world is not over with it. */
    private static final Duration SETTLED = Duration.ofMinutes(6);

    private final Truth truth;
    private final Evidence evidence;
    private final PurchaseInvariants purchases;
    private final SpendInvariants spending;
    private final EndInvariants ends;
    private final TimelyInvariants times;
    private final LedgerInvariants books;
    private final Set<SessionId> quiet = new HashSet<>();
    private @Nullable AssertionError violation;

    Invariants(FakeMarket market, FakeSessionStore store, InstantSource clock, SpendRules rules) {
        truth = new Truth(market, store, clock);
        evidence = new Evidence(truth);
        purchases = new PurchaseInvariants(truth);
        spending = new SpendInvariants(truth, rules);
        ends = new EndInvariants(truth, evidence);
        times = new TimelyInvariants(truth);
        books = new LedgerInvariants(truth);
        market.onPurchase(request -> watched(this::bought, request));
        market.onDestroy(id -> watched(ends::destroyed, id));
        market.onStop(id -> watched(ends::stopped, id));
        store.onCommit((before, after) -> watched(known -> committed(before, known), after));
    }

    Instant now() {
        return truth.now();
    }

    /** What the provider answers is written down here. */
    Evidence evidence() {
        return evidence;
    }

    /** See {@link Truth#exempt}. */
    void exempt(String mark) {
        truth.exempt(mark);
    }

    /** See {@link Truth#started}. */
    void started(InstanceId id) {
        truth.started(id);
    }

    void created(SessionId id) {
        spending.created(id);
    }

    /** See {@link EndInvariants#taken}. */
    void endTaken(TakenEnd end) {
        ends.taken(end);
    }

    /** A process is awake from now on. */
    void begun() {
        times.awake();
    }

    /** No process is awake any more. */
    void died() {
        times.asleep();
    }

    /** A process stands still for so long, with whatever it was told before. */
    void standsStill(Duration time) {
        truth.overtaken(time);
        times.standsStill();
    }

    /** The account whose instances the market shows. */
    void paidBy(AccountId account) {
        truth.paidBy(account);
    }

    /** A process has the key of another account, and may have done in vain whatever was due. */
    void misled() {
        times.misled();
    }

    /** Something was done to a process, the store or the provider. */
    void disturbed() {
        times.disturbed();
    }

    void listed(Listing listing) {
        evidence.listed(listing);
        truth.listed();
        if (truth.market.isLying(MarketLie.EMPTY_LISTING)) {
            truth.store.everything().forEach(this::exemptOpen);
        }
    }

    /** A purchase whose outcome is not known is settled by listings: one that is empty and shouldn't be hides what it brought. */
    private void exemptOpen(Session session) {
        session.attempts().stream()
                .filter(LaunchAttempt::isOpen)
                .forEach(attempt -> truth.exempt(attempt.tag().text()));
    }

    void destroySent(InstanceId id) {
        if (truth.market.isLying(MarketLie.SLOW_DESTROY) || truth.market.isLying(MarketLie.DESTROY_WITHOUT_EFFECT)) {
            truth.deceived(id);
        }
        times.destroySent(id);
    }

    /** See {@link Truth#elsewhere}. */
    void elsewhere(FakeSessionStore another) {
        truth.elsewhere(another);
        another.onCommit((before, after) -> watched(known -> committed(before, known), after));
    }

    /** The store was lost, or put back from a backup: what it had concluded since then is to be concluded again. */
    void storeReplaced() {
        quiet.clear();
        disturbed();
    }

    /** The store forgot what was not synced: what it had concluded then is to be concluded again. */
    void powerCut() {
        quiet.clear();
    }

    int ended(StopReason reason) {
        return (int) truth.store.everything().stream()
                .filter(session -> session.endCause().map(EndCause::reason).equals(Optional.of(reason)))
                .count();
    }

    /** An invariant was seen violated in the midst of the engine's work. */
    void violated(String what) {
        violated(new AssertionError(what));
    }

    /** The first one counts. */
    void violated(AssertionError error) {
        violation = violation == null ? error : violation;
    }

    /** Somebody could not write to the store now, or was not told that he had. */
    void storeTroubled() {
        truth.storeTroubled();
        times.storeTroubled();
    }

    /** After a step of a process: what it was returned is in the store (S4), and its workers broke only of the store. */
    void stepped(List<Throwable> failures, Set<InstanceId> heard) {
        for (InstanceId id : heard) {
            boolean known = truth.find(id)
                    .flatMap(truth::tag)
                    .flatMap(tag -> truth.session(tag.session()))
                    .flatMap(session -> session.find(id))
                    .isPresent();
            if (!known) {
                violated("S4: " + id + " was returned, and is not in the store");
            }
        }
        failures.stream()
                .filter(failure -> !(failure instanceof StoreException))
                .findFirst()
                .ifPresent(failure -> violated(new AssertionError("a worker broke", failure)));
    }

    private void bought(LaunchRequest request) {
        if (truth.market.isLying(MarketLie.BOUGHT_TWICE) || truth.market.isLying(MarketLie.REFUSED_YET_BOUGHT)) {
            truth.exempt(request.tag().text());
        }
        purchases.bought(request);
    }

    private void committed(Optional<Session> before, Session after) {
        quiet.remove(after.id());
        before.ifPresent(known -> ends.committed(known, after));
    }

    private <T> void watched(Consumer<T> invariant, T event) {
        try {
            invariant.accept(event);
        } catch (AssertionError error) {
            violated(error);
        }
    }

    /** After every step. */
    void check() {
        raise();
        times.look();
        Map<SessionId, List<Rental>> ours = truth.bySession();
        spending.fuse(ours.values());
        for (Session session : truth.store.everything()) {
            List<Rental> rentals = ours.getOrDefault(session.id(), List.of());
            if (!quiet.contains(session.id()) || rentals.stream().anyMatch(Rental::billing)) {
                check(session, rentals);
            }
        }
    }

    private void raise() {
        if (violation != null) {
            throw violation;
        }
    }

    private void check(Session session, List<Rental> rentals) {
        purchases.check(session, rentals);
        spending.check(session, rentals, times.awakeSince());
        ends.check(session, rentals);
        times.check(session, rentals);
        keyHeld(session);
        if (!session.status().isFinal() && session.nextActAt() == null) {
            throw new AssertionError("L4: " + session.id() + " is never looked at again: " + session.state());
        }
        if (session.status().isFinal()) {
            quiet.add(session.id());
        }
    }

    /** S15: a key that was to be given out by now was, or its session ends. */
    private void keyHeld(Session session) {
        Instant due = session.delivery().dueBy();
        if (due != null && session.isActive() && times.isLate(due)) {
            throw new AssertionError("S15: the key of " + session.id() + " reached nobody by " + due);
        }
    }

    /** Once the faults are off and a few passes are over. */
    void checkQuiet() {
        raise();
        Map<SessionId, List<Rental>> ours = truth.bySession();
        ours.values().stream().flatMap(List::stream).filter(Rental::billing).forEach(this::answeredFor);
        for (Session session : truth.store.everything()) {
            ends.arrows(session);
            books.check(session);
            if (session.attempts().stream().anyMatch(truth::isOutOfReach)) {
                // It waits for the key of its account, which is an alarm.
                continue;
            }
            if (session.attempts().stream().anyMatch(attempt -> attempt.isOpen() && isOld(attempt.writtenAt()))) {
                throw new AssertionError("L3: " + session.id() + " has an open attempt: " + session.attempts());
            }
            if (session.state() instanceof SessionState.Ending ending && isOld(ending.since())) {
                throw new AssertionError("L4: at " + truth.now() + " " + session.id() + " has not ended, next look at "
                        + session.nextActAt() + ": " + session.instances());
            }
            if (session.state() instanceof SessionState.Bound bound
                    && !isBeingReleased(session)
                    && truth.find(bound.instance()).filter(Rental::billing).isEmpty()) {
                throw new AssertionError("L3: " + session.id() + " lives on a ghost: " + bound.instance());
            }
        }
    }

    /** Its keep time was over only just now. */
    private boolean isBeingReleased(Session session) {
        return session.state() instanceof SessionState.Kept kept
                && !kept.until().isAfter(truth.now())
                && !isOld(kept.until());
    }

    private void answeredFor(Rental rental) {
        boolean answered = truth.tag(rental)
                .flatMap(tag -> truth.session(tag.session()))
                .filter(session -> answersFor(session, rental))
                .isPresent();
        if (!answered) {
            throw new AssertionError("L3: " + rental + " bills, and nothing answers for it");
        }
    }

    /** Also one that has begun to end only just now, or is trying another offer. */
    private boolean answersFor(Session session, Rental rental) {
        if (session.state() instanceof SessionState.Bound bound) {
            return bound.instance().equals(rental.id());
        }
        return (session.state() instanceof SessionState.Ending ending && !isOld(ending.since()))
                || (session.state() instanceof SessionState.Retrying retrying && !isOld(retrying.since()));
    }

    private boolean isOld(Instant since) {
        return since.plus(SETTLED).isBefore(truth.now());
    }
}
