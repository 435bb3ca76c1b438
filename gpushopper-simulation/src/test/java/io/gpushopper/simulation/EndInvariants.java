package io.gpushopper.simulation;

import io.gpushopper.domain.session.AbsenceHold;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** S5, S6, S7, S8, S11, S12 and S16: what an end must have behind it. Confined to one thread. */
final class EndInvariants {
    private static final int MOST_EVENTS = 10_000;
    private static final Set<String> ARROWS = Set.of(
            "pending provisioning",
            "pending failed",
            "provisioning running",
            "provisioning stopping",
            "provisioning failed",
            "running stopping",
            "running failed",
            "stopping stopped",
            "stopping failed");

    /** See docs/no-orphans.md, The numbers. */
    private static final Duration OVERDUE = Duration.ofSeconds(60);

    private static final Duration STRANGER_GRACE = Duration.ofMinutes(15);
    private static final Duration HELD = Duration.ofMinutes(30);

    private final Truth truth;
    private final Evidence evidence;
    private final List<TakenEnd> taken = new ArrayList<>();

    EndInvariants(Truth truth, Evidence evidence) {
        this.truth = truth;
        this.evidence = evidence;
    }

    /** At each destroy that reaches the provider. */
    void destroyed(InstanceId id) {
        Rental rental = rentalOf(id);
        Session session =
                truth.tag(rental).flatMap(tag -> truth.session(tag.session())).orElse(null);
        if (session == null) {
            strangerDestroyed(rental);
        } else if (session.state() instanceof SessionState.Bound bound
                && bound.instance().equals(id)
                && !isReleased(session)
                && !isTaken(session, TakenEnd::destroys)
                && !isUnsavable(session)) {
            throw new AssertionError("S7: destroy of " + id + ", which answers for " + session.id() + " at "
                    + truth.now() + " in " + session.state() + ", next look " + session.nextActAt());
        }
    }

    /** An end was accepted that could not be saved: whoever accepted it carries it out while it lives, and nobody else does. */
    void taken(TakenEnd end) {
        taken.add(end);
    }

    private boolean isTaken(Session session, Predicate<TakenEnd> how) {
        return taken.stream()
                .filter(end -> end.session().equals(session.id()))
                .filter(how)
                .anyMatch(end -> !end.by().isDead());
    }

    /** At each stop that reaches the provider. */
    void stopped(InstanceId id) {
        Rental rental = rentalOf(id);
        Session session = truth.tag(rental)
                .flatMap(tag -> truth.session(tag.session()))
                .orElseThrow(() -> new AssertionError("S7: stop of a stranger: " + rental));
        if (session.isActive() && !isTaken(session, end -> true) && !isUnsavable(session)) {
            throw new AssertionError("S7: stop of " + id + ", though no end of " + session.id() + " was decided");
        }
    }

    private Rental rentalOf(InstanceId id) {
        Rental rental = truth.find(id)
                .orElseThrow(() -> new AssertionError("S7: the end of an instance that never was: " + id));
        if (truth.tag(rental).isEmpty()) {
            throw new AssertionError("S7: the end of an instance that isn't ours: " + rental);
        }
        return rental;
    }

    /** S12: one that is kept, or was first seen just now, is not touched but by an operator's word. */
    private void strangerDestroyed(Rental rental) {
        Stranger known = truth.store.watch().strangers(rental.id().provider()).stream()
                .filter(stranger -> stranger.id().equals(rental.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("S12: the end of an instance that nobody looked at: " + rental));
        Instant due = known.kept() == null
                ? known.firstSeenAt().plus(STRANGER_GRACE)
                : known.tag().time().plus(World.UNWAITING.hardLimit());
        if (known.word() != Stranger.Word.DESTROY && truth.now().isBefore(due)) {
            throw new AssertionError("S12: " + rental + " is held until " + due + ", and was ended at " + truth.now());
        }
    }

    private boolean isReleased(Session session) {
        return session.state() instanceof SessionState.Kept kept
                && !kept.until().isAfter(truth.now());
    }

    /** An end that is long due goes out though its decision can't be saved. */
    private boolean isUnsavable(Session session) {
        Instant due = session.nextActAt();
        return truth.isStoreTroubled() && due != null && due.plus(OVERDUE).isBefore(truth.now());
    }

    /** At each commit of a session that was known before. */
    void committed(Session before, Session after) {
        if (before.status().isFinal() && before.status() != after.status()) {
            throw new AssertionError("S11: " + after.id() + " left " + before.status());
        }
        boolean shortened = after.terms().expiresAt().isBefore(before.terms().expiresAt());
        boolean moved = !after.terms().offer().equals(before.terms().offer());
        if (shortened && !moved) {
            throw new AssertionError("S11: the end of " + after.id() + " came nearer");
        }
        for (Instance instance : after.instances()) {
            before.find(instance.id()).ifPresent(known -> held(known, instance));
            boolean concluded = instance.isGone()
                    && before.find(instance.id()).filter(Instance::isGone).isEmpty();
            if (concluded) {
                evidence.missing(instance).ifPresent(missing -> {
                    throw new AssertionError("S6: " + instance.id() + " was concluded gone, but " + missing);
                });
            }
        }
        if (before.isActive() && after.state() instanceof SessionState.Leaving leaving) {
            boolean early = leaving.cause().reason() == StopReason.EXPIRED
                    && truth.now().isBefore(before.terms().expiresAt());
            if (early) {
                throw new AssertionError("S8: " + after.id() + " was ended before "
                        + before.terms().expiresAt());
            }
        }
        if (after.status().isFinal() && after.hasOpenAttempt()) {
            throw new AssertionError("S5: " + after.id() + " is over with an open attempt");
        }
    }

    /** S12: what the breaker holds is not concluded gone before half an hour of it, unless an operator said so. */
    private void held(Instance before, Instance after) {
        AbsenceHold hold = before.ending().absence().hold();
        boolean early = hold != null
                && hold.believedAt() == null
                && truth.now().isBefore(hold.since().plus(HELD));
        if (early && !before.isGone() && after.isGone()) {
            throw new AssertionError(
                    "S12: " + after.id() + " was concluded gone while it is held since " + hold.since());
        }
    }

    /** S5 and S16, at any moment: nothing of a session bills that is over, but for the disk of a kept one, which has an end. */
    void check(Session session, List<Rental> rentals) {
        if (!(session.state() instanceof SessionState.Over)) {
            return;
        }
        if (session.state() instanceof SessionState.Kept && session.nextActAt() == null) {
            throw new AssertionError("S16: " + session.id() + " is kept, and never looked at again");
        }
        for (Rental rental : rentals) {
            if (rental.billing() && !truth.isExempt(rental) && !isKeptDisk(session, rental)) {
                throw new AssertionError("S5: " + session.id() + " is " + session.status() + " while " + rental
                        + " bills: " + truth.store.events(session.id(), 0, MOST_EVENTS) + " " + session.attempts()
                        + " " + session.instances());
            }
        }
    }

    private boolean isKeptDisk(Session session, Rental rental) {
        return session.state() instanceof SessionState.Kept kept
                && kept.instance().equals(rental.id())
                && (truth.isStarted(rental)
                        || truth.market
                                .burning(rental.id())
                                .equals(truth.market.charged(rental.id()).storage()));
    }

    /** S11, at the end of a world. */
    void arrows(Session session) {
        SessionStatus at = SessionStatus.PENDING;
        for (RecordedEvent recorded : truth.store.events(session.id(), 0, MOST_EVENTS)) {
            SessionEvent event = recorded.event();
            if (event.from() != event.to()) {
                boolean follows = event.from() == at
                        && ARROWS.contains(
                                event.from().word() + " " + event.to().word());
                if (!follows) {
                    throw new AssertionError("S11: " + session.id() + " went " + event);
                }
                at = event.to();
            }
        }
        if (at != session.status()) {
            throw new AssertionError(
                    "S11: the events of " + session.id() + " end at " + at + ", not " + session.status());
        }
    }
}
