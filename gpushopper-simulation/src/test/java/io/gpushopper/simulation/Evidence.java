package io.gpushopper.simulation;

import io.gpushopper.domain.session.AbsenceProof;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.InstanceAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the provider really answered, to hold conclusions against (S6): two answers by id far enough apart, and a complete listing that was
 * asked for after the first, all once the instance must show or has shown. Confined to one thread.
 */
final class Evidence {
    private static final Duration LAG = Duration.ofMinutes(2);
    private static final Duration WITHOUT_LISTING = Duration.ofHours(1);
    private static final int ANSWERS_WITHOUT_LISTING = 10;

    private final Truth truth;
    private final Map<InstanceId, List<Instant>> answers = new HashMap<>();
    private final Map<InstanceId, List<Instant>> unlisted = new HashMap<>();
    private final Set<InstanceId> seen = new HashSet<>();
    private Set<InstanceId> listedLast = Set.of();
    private Instant listedLastAt = Instant.MIN;

    Evidence(Truth truth) {
        this.truth = truth;
    }

    void answered(InstanceId id, InstanceAnswer answer) {
        if (answer instanceof InstanceAnswer.Present) {
            seen.add(id);
        } else {
            answers.computeIfAbsent(id, any -> new ArrayList<>()).add(truth.now());
            boolean sameInstant = listedLastAt.equals(truth.now());
            if (sameInstant && !listedLast.contains(id)) {
                lacks(id);
            }
        }
    }

    void listed(Listing listing) {
        listing.instances().forEach(view -> seen.add(view.id()));
        if (listing instanceof Listing.Complete complete) {
            Set<InstanceId> shown =
                    complete.instances().stream().map(InstanceView::id).collect(Collectors.toSet());
            listedLast = shown;
            listedLastAt = truth.now();
            answers.keySet().stream().filter(id -> !shown.contains(id)).forEach(this::lacks);
        }
    }

    private void lacks(InstanceId id) {
        unlisted.computeIfAbsent(id, any -> new ArrayList<>()).add(truth.now());
    }

    /** What is missing from the proof that it is gone; empty when it is whole. */
    Optional<String> missing(Instance gone) {
        boolean accepted = gone.ending().destroyAcceptedAt() != null;
        Duration spacing = accepted ? AbsenceProof.ACCEPTED_SPACING : AbsenceProof.UNASKED_SPACING;
        List<Instant> denied = answers.getOrDefault(gone.id(), List.of());
        if (denied.isEmpty()) {
            return Optional.of("nobody was told that there is no such instance");
        }
        Instant mustShow = seen.contains(gone.id())
                ? Instant.MIN
                : truth.market.meter(gone.id()).createdAt().plus(LAG);
        List<Instant> counts =
                denied.stream().filter(at -> !at.isBefore(mustShow)).toList();
        boolean withListing = counts.stream()
                .anyMatch(first -> counts.stream().anyMatch(next -> !next.isBefore(first.plus(spacing)))
                        && unlisted.getOrDefault(gone.id(), List.of()).stream().anyMatch(at -> !at.isBefore(first)));
        boolean without = accepted
                && counts.size() >= ANSWERS_WITHOUT_LISTING
                && !counts.get(counts.size() - 1).isBefore(counts.get(0).plus(WITHOUT_LISTING));
        return withListing || without
                ? Optional.empty()
                : Optional.of("of " + denied + " and the listings of " + unlisted.get(gone.id())
                        + " no two answers and a listing make a proof, " + spacing + " apart and from " + mustShow
                        + " on");
    }
}
