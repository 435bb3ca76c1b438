package io.gpushopper.simulation;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.session.AbsenceProof;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.testkit.Rental;
import io.gpushopper.testkit.RentalMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What must hold of the books once the faults are off, against the market's own meters; the names are those of docs/no-orphans.md.
 * While a process is dead or a provider silent nobody sees what changes: how exact the books are when it isn't is what
 * {@link BooksMeetTheMeterTest} tells.
 */
final class LedgerInvariants {
    private final Truth truth;

    LedgerInvariants(Truth truth) {
        this.truth = truth;
    }

    void check(Session session) {
        for (Instance instance : session.instances()) {
            for (ChargeKind kind : ChargeKind.values()) {
                follow(session, instance, kind, lines(session, instance, kind));
            }
        }
        allBooked(session);
    }

    /** M1: no overlap, no gap in what is always charged, nothing before it was made or after it was gone. */
    private void follow(Session session, Instance instance, ChargeKind kind, List<LedgerInterval> lines) {
        RentalMeter meter = truth.market.meter(instance.id());
        LedgerInterval before = null;
        for (LedgerInterval line : lines) {
            String told = line + " of " + session + " against " + meter + " among " + lines;
            if (before != null) {
                Instant end = before.to();
                require(end != null && !line.from().isBefore(end), "M1: an overlap: " + told);
                require(kind == ChargeKind.COMPUTE || line.from().equals(end), "M1: a gap: " + told);
            }
            require(!line.from().isAfter(truth.now()), "M1: it begins in the future: " + told);
            require(line.to() != null || !instance.isGone(), "M1: it runs on: " + told);
            before = line;
        }
        if (before == null) {
            return;
        }
        Instant begin = lines.get(0).from();
        boolean known = begin.equals(meter.createdAt());
        require(
                kind == ChargeKind.COMPUTE || known || (lines.get(0).estimated() && begin.isBefore(meter.createdAt())),
                "M1: it begins at " + begin + ": " + meter);
        Instant end = before.to();
        Instant ended = meter.endedAt();
        boolean isPaused = kind == ChargeKind.COMPUTE && !instance.isGone();
        if (end != null && !isPaused) {
            // What the breaker held is charged until it was first missed, and not only until it was last seen.
            AbsenceProof absence = instance.ending().absence();
            boolean disputed = absence.hold() != null && end.equals(absence.missingSince());
            require(
                    ended != null
                            && (disputed
                                    || !end.isAfter(
                                            ended.plus(truth.showsPast()).plus(late(before)))),
                    "M1: charged until " + end + " though gone: " + meter + instance);
            boolean ours = end.equals(instance.ending().destroyedAt());
            require(
                    !ours || truth.isDeceived(instance.id()) || !ended.isAfter(end.plus(truth.showsPast())),
                    "M1: our destroy took effect at another time: " + meter);
        }
    }

    /** That a machine stopped is booked, as estimated, when the listing that showed it is read: one observation late at most. */
    private static Duration late(LedgerInterval line) {
        return line.kind() == ChargeKind.COMPUTE && line.estimated() ? Duration.ofSeconds(10) : Duration.ZERO;
    }

    /** M4: whatever of the session's was billed and could be known of is in the books, and says why it ended. */
    private void allBooked(Session session) {
        for (Rental rental : truth.market.rentals()) {
            boolean ours = truth.tag(rental)
                    .filter(tag -> session.find(tag).isPresent())
                    .isPresent();
            RentalMeter meter = truth.market.meter(rental.id());
            if (ours && !(meter.isLost() && session.find(rental.id()).isEmpty())) {
                List<LedgerEntry> booked = entries(session, rental);
                require(
                        booked.stream().anyMatch(entry -> entry.line().kind() == ChargeKind.STORAGE),
                        "M4: not in the books: " + meter + " of " + session);
                require(
                        booked.stream()
                                .allMatch(entry -> entry.isOpen()
                                        == (entry.reason().isEmpty()
                                                || entry.reason().equals("disputed"))),
                        "M4: without a reason: " + booked);
            }
        }
    }

    private List<LedgerEntry> entries(Session session, Rental rental) {
        return truth.store.books(List.of(session.id())).getOrDefault(session.id(), List.of()).stream()
                .filter(entry -> entry.line().instance().equals(rental.id()))
                .toList();
    }

    private List<LedgerInterval> lines(Session session, Instance instance, ChargeKind kind) {
        return truth.store.intervals(session.id()).stream()
                .filter(line -> line.instance().equals(instance.id()) && line.kind() == kind)
                .toList();
    }

    private static void require(boolean holds, String violation) {
        if (!holds) {
            throw new AssertionError(violation);
        }
    }
}
