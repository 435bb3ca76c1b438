package io.gpushopper.simulation;

import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.testkit.Rental;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** S1, S2 and S9: what a purchase must find in the store, and what it must not find at the provider. Confined to one thread. */
final class PurchaseInvariants {
    private final Truth truth;
    private final Set<Tag> bought = new HashSet<>();

    PurchaseInvariants(Truth truth) {
        this.truth = truth;
    }

    /** At each purchase that reaches the provider. */
    void bought(LaunchRequest request) {
        Session session = truth.synced(request.tag().session())
                .filter(known -> known.find(request.tag()).isPresent())
                .orElseThrow(() -> new AssertionError("S1: no synced row for " + request.tag()));
        LaunchAttempt synced = session.find(request.tag()).orElseThrow();
        if (synced.sent() == null || synced.sent().at().isAfter(synced.sent().sendBy())) {
            throw new AssertionError("S1: " + request.tag() + " is not marked as sent in time");
        }
        settledBefore(session, request.tag());
        if (!bought.add(request.tag())) {
            throw new AssertionError("S2: " + request.tag() + " is bought twice");
        }
    }

    /** Purchase (6): what was bought before is settled, and its end accepted. */
    private static void settledBefore(Session session, Tag tag) {
        boolean settled = session.attempts().stream()
                .filter(attempt -> !attempt.tag().equals(tag))
                .noneMatch(LaunchAttempt::isOpen);
        boolean ending = session.instances().stream()
                .allMatch(known -> known.isGone() || known.ending().destroyAcceptedAt() != null);
        if (!settled || !ending) {
            throw new AssertionError("S9: " + tag + " is bought while something of " + session + " may bill");
        }
    }

    /** S9, at any moment. */
    void check(Session session, List<Rental> rentals) {
        List<Rental> bill = rentals.stream()
                .filter(rental -> rental.billing() && !truth.isExempt(rental))
                .filter(rental -> truth.tag(rental)
                        .flatMap(session::find)
                        .filter(attempt -> !attempt.isOpen())
                        .isPresent())
                .filter(rental -> session.find(rental.id())
                        .filter(known -> known.ending().destroyAcceptedAt() != null)
                        .isEmpty())
                .toList();
        if (bill.size() > 1) {
            throw new AssertionError("S9: more than one bills for " + session.id() + ": " + bill);
        }
    }
}
