package io.gpushopper.simulation;

import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.testkit.MarketLie;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * S3, L1, L2 and L4: what must come comes in time, counted from when a process was awake and, where it takes the provider, nothing was wrong
 * with that. Confined to one thread.
 */
final class TimelyInvariants {
    private static final Set<MarketOperation> MATTER = Set.of(
            MarketOperation.LIST,
            MarketOperation.GET,
            MarketOperation.STOP,
            MarketOperation.DESTROY,
            MarketOperation.ACCOUNT,
            MarketOperation.CREATE);
    /** A live process acts upon what is due within this time. */
    private static final Duration IN_TIME = Duration.ofSeconds(65);
    /**
     * Testkit's queue knows no lease: whoever stands still with an end in hand is followed when the session is to be looked at again, 60 s
     * later, and so is one that died before.
     */
    private static final Duration OVERTAKEN = Duration.ofSeconds(65);
    /** A pass, and time to tell. */
    private static final Duration FOUND = Duration.ofMinutes(7);
    /** The time-out of a purchase, the provider's lag, and two listings. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private static final Duration OVERDUE = Duration.ofMinutes(5);

    private final Truth truth;
    private final Set<InstanceId> sent = new HashSet<>();
    private final Map<InstanceId, Instant> unanswered = new HashMap<>();
    private Instant awakeSince = Instant.MAX;
    private Instant calmSince = Instant.MAX;
    private Instant stoodStillAt = Instant.MIN;

    TimelyInvariants(Truth truth) {
        this.truth = truth;
    }

    Instant awakeSince() {
        return awakeSince;
    }

    /** A process is awake from now on, if none was. */
    void awake() {
        if (awakeSince.equals(Instant.MAX)) {
            awakeSince = truth.now();
            disturbed();
        }
    }

    /** No process is awake. */
    void asleep() {
        awakeSince = Instant.MAX;
        calmSince = Instant.MAX;
    }

    /** Something was done to a process, the store or the provider. */
    void disturbed() {
        calmSince = awakeSince.equals(Instant.MAX) ? Instant.MAX : truth.now();
    }

    /** Another goes on with what this one holds once its lease is over. */
    void standsStill() {
        stoodStillAt = truth.now();
        disturbed();
    }

    /** What could not be written now is tried again. */
    void storeTroubled() {
        misled();
    }

    /** Whatever was due may have been done in vain until now. */
    void misled() {
        if (!awakeSince.equals(Instant.MAX)) {
            awakeSince = truth.now();
        }
        disturbed();
    }

    void destroySent(InstanceId id) {
        sent.add(id);
    }

    /** Before each check. */
    void look() {
        boolean troubled = MATTER.stream().anyMatch(operation -> !truth.market.isWell(operation))
                || lies()
                || !truth.store.isWell();
        if (troubled) {
            disturbed();
        }
        if (!truth.store.isWell()) {
            storeTroubled();
        }
    }

    private boolean lies() {
        for (MarketLie lie : MarketLie.values()) {
            if (truth.market.isLying(lie)) {
                return true;
            }
        }
        return false;
    }

    void check(Session session, List<Rental> rentals) {
        if (awakeSince.equals(Instant.MAX)) {
            return;
        }
        endInTime(session);
        settleInTime(session);
        for (Rental rental : rentals) {
            answeredFor(session, rental);
        }
        Instant due = session.nextActAt();
        if (due != null && isPast(later(due, calmSince), OVERDUE)) {
            throw new AssertionError("L4: " + session.id() + " was to be looked at by " + due);
        }
    }

    /** L2: what is due to end is destroyed for the first time at once. */
    private void endInTime(Session session) {
        if (session.isActive() && isLate(session.terms().expiresAt())) {
            throw new AssertionError("L2: " + session.id() + " was to end by "
                    + session.terms().expiresAt() + " and is " + session.state());
        }
        for (Instance instance : session.instances()) {
            Instant due = endDue(session, instance);
            if (!instance.isGone() && !sent.contains(instance.id()) && isLate(due)) {
                throw new AssertionError("L2: no destroy of " + instance.id() + " was sent since " + due + ": "
                        + session + " " + session.instances());
            }
        }
    }

    private static Instant endDue(Session session, Instance instance) {
        if (session.state() instanceof SessionState.Kept kept && kept.instance().equals(instance.id())) {
            return kept.until();
        }
        if (session.state() instanceof SessionState.Bound) {
            return Instant.MAX;
        }
        return session.state() instanceof SessionState.Ending ending
                ? later(ending.since(), instance.learntAt())
                : Instant.MAX;
    }

    /** Whether what was due then should have been acted upon. */
    boolean isLate(Instant due) {
        if (awakeSince.equals(Instant.MAX)) {
            return false;
        }
        Instant from = later(due, awakeSince);
        return isPast(from, stoodStillAt.isBefore(from) ? IN_TIME : IN_TIME.plus(OVERTAKEN));
    }

    /** L1. */
    private void settleInTime(Session session) {
        for (LaunchAttempt attempt : session.attempts()) {
            LaunchAttempt.Sent marked = attempt.sent();
            if (attempt.isOpen()
                    && !truth.isOutOfReach(attempt)
                    && marked != null
                    && isPast(later(marked.sendBy(), calmSince), SETTLED)) {
                throw new AssertionError("L1: " + attempt + " is not settled");
            }
        }
    }

    /** S3. */
    private void answeredFor(Session session, Rental rental) {
        boolean known =
                session.find(rental.id()).filter(instance -> !instance.isGone()).isPresent()
                        || truth.tag(rental)
                                .flatMap(session::find)
                                .filter(LaunchAttempt::isOpen)
                                .isPresent();
        if (!rental.billing() || known || !truth.market.isShown(rental.id())) {
            unanswered.remove(rental.id());
            return;
        }
        Instant since = unanswered.computeIfAbsent(rental.id(), id -> truth.now());
        if (isPast(later(since, calmSince), FOUND)) {
            throw new AssertionError("S3: nothing answers for " + rental + " since " + since);
        }
    }

    private boolean isPast(Instant due, Duration grace) {
        return due.isBefore(Instant.MAX.minus(grace)) && due.plus(grace).isBefore(truth.now());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
