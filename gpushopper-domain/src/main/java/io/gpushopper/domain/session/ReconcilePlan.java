package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a complete listing shows that the store does not know, and the other way round, compared by instance id. What carries no
 * tag of ours is counted and never a finding. The store must have been read after the listing arrived: an instance that was
 * bought in between would be taken for a stranger. Pure; what follows is decided by each session, given the same listing.
 *
 * @param findings in the order of the listing, then what is missing in the order of the sessions
 * @param otherDeployments how many instances of other deployments share the account
 * @param otherDeploymentsBurn what those bill together, as far as the listing tells
 * @param foreign how many instances carry no tag at all
 */
public record ReconcilePlan(
        List<ReconcileFinding> findings, int otherDeployments, UsdPerHour otherDeploymentsBurn, int foreign) {
    /**
     * What the store knows, read after the listing arrived.
     *
     * @param deployments every deployment id that the store ever used; all of them are ours
     * @param unfinished the sessions that are not over, of any provider
     * @param heardOf whether the store knows a purchase under that tag, of a session that is over or not
     */
    public record Known(Set<DeploymentId> deployments, List<Session> unfinished, Predicate<Tag> heardOf) {
        public Known {
            deployments = Set.copyOf(deployments);
            unfinished = List.copyOf(unfinished);
            requireNonNull(heardOf, "heardOf");
        }
    }

    // A write for each live session in so long; what is lost after a crash is charged for so much too short a time at
    // most.
    private static final Duration SIGHTING_KEEPS = Duration.ofSeconds(60);

    public ReconcilePlan {
        findings = List.copyOf(findings);
        requireNonNull(otherDeploymentsBurn, "otherDeploymentsBurn");
    }

    /**
     * Compares them.
     *
     * @param visibilityLag how long an instance may bill before the provider shows it
     * @param now a listing that arrived more than {@link AbsenceProof#LISTING_KEEPS} before it says nothing of what it lacks
     */
    public static ReconcilePlan of(Listing.Complete listing, Known known, Duration visibilityLag, Instant now) {
        Map<SessionId, Session> sessions = new HashMap<>();
        known.unfinished().forEach(session -> sessions.put(session.id(), session));
        List<ReconcileFinding> findings = new ArrayList<>();
        Set<InstanceId> listed = new HashSet<>();
        int others = 0;
        int foreign = 0;
        UsdPerHour burn = UsdPerHour.ZERO;
        for (InstanceView view : listing.instances()) {
            listed.add(view.id());
            Tag tag = Tag.parse(view.mark()).orElse(null);
            if (tag == null) {
                foreign++;
            } else if (known.deployments().contains(tag.deployment())) {
                finding(listing, known, sessions.get(tag.session()), tag, view).ifPresent(findings::add);
            } else {
                others++;
                Rates rates = view.burning();
                burn = rates == null ? burn : burn.plus(rates.total());
            }
        }
        if (!listing.arrivedAt().plus(AbsenceProof.LISTING_KEEPS).isBefore(now)) {
            findings.addAll(missing(listing, known.unfinished(), listed, visibilityLag));
        }
        return new ReconcilePlan(findings, others, burn, foreign);
    }

    private static Optional<ReconcileFinding> finding(
            Listing.Complete listing, Known known, @Nullable Session unfinished, Tag tag, InstanceView view) {
        if (unfinished == null) {
            return Optional.of(
                    known.heardOf().test(tag)
                            ? new ReconcileFinding.Stray(tag, view)
                            : new ReconcileFinding.Stranger(tag, view));
        }
        if (!BilledAccounts.speaksFor(listing.account(), unfinished.attempts(), tag)) {
            return Optional.of(new ReconcileFinding.Stranger(tag, view));
        }
        Instance instance = unfinished.find(view.id()).orElse(null);
        if (instance == null || instance.isGone()) {
            return Optional.of(new ReconcileFinding.Stray(tag, view));
        }
        return !instance.isOlderNews(listing.askedAt()) && differs(instance, view, listing.askedAt())
                ? Optional.of(new ReconcileFinding.Changed(unfinished.id(), view))
                : Optional.empty();
    }

    /**
     * A sighting also counts as news when something speaks for its being gone, for it undoes that, and when the last one is some time
     * ago: a lost instance is charged until it was last seen.
     */
    private static boolean differs(Instance instance, InstanceView view, Instant askedAt) {
        Instance.Sightings seen = instance.sightings();
        boolean moved = !view.endpoints().isEmpty() && !view.endpoints().equals(seen.endpoints());
        return seen.lastSeenAt() == null
                || askedAt.isAfter(seen.lastSeenAt().plus(SIGHTING_KEEPS))
                || seen.condition() != view.condition()
                || moved
                || instance.ending().absence().isBegun()
                || billsOtherwise(instance, view.burning());
    }

    private static boolean billsOtherwise(Instance instance, @Nullable Rates burning) {
        if (burning == null || instance.ending().destroyAcceptedAt() != null) {
            return false;
        }
        for (ChargeKind kind : ChargeKind.values()) {
            Instance.OpenCharge charge = instance.meter().of(kind);
            if (charge == null || !charge.rate().equals(burning.of(kind))) {
                return true;
            }
        }
        return false;
    }

    private static List<ReconcileFinding> missing(
            Listing.Complete listing, Collection<Session> unfinished, Set<InstanceId> listed, Duration visibilityLag) {
        List<ReconcileFinding> missing = new ArrayList<>();
        for (Session session : unfinished) {
            if (session.state() instanceof SessionState.Bound bound && !listed.contains(bound.instance())) {
                session.find(bound.instance())
                        .filter(instance ->
                                BilledAccounts.speaksFor(listing.account(), session.attempts(), instance.tag()))
                        .filter(instance -> instance.mayBeKnownAbsent(listing.askedAt(), visibilityLag))
                        .ifPresent(instance -> missing.add(new ReconcileFinding.Missing(session.id(), instance.id())));
            }
        }
        return missing;
    }
}
