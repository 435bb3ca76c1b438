package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.ReconcileFinding;
import io.gpushopper.domain.session.ReconcilePlan;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares complete listings with the store, for ever: what differs is taken to the session it is about, which decides. It reads
 * the store after the listing has arrived, ends nothing itself, and concludes nothing from a listing that is not complete.
 * Thread-safe.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Map<ProviderId, ProviderHealth> health = new ConcurrentHashMap<>();
    private final Providers providers;
    private final Listings listings;
    private final SessionStore sessions;
    private final SessionEngine engine;
    private final Set<DeploymentId> ours;
    private final Metrics metrics;
    private final InstantSource clock;

    Reconciler(EngineParts parts, Providers providers, Listings listings, SessionEngine engine, InstantSource clock) {
        this.providers = providers;
        this.listings = listings;
        this.sessions = parts.sessions();
        this.engine = engine;
        this.ours = Set.of(parts.deployment());
        this.metrics = parts.metrics();
        this.clock = clock;
    }

    ProviderHealth health(ProviderId provider) {
        return health.getOrDefault(provider, ProviderHealth.NOT_SWEPT);
    }

    /** One pass over one provider. */
    void pass(ProviderId provider) {
        Instant began = clock.instant();
        Listing listing = listings.fresh(provider);
        if (listing instanceof Listing.Complete complete) {
            ReconcilePlan.Known known = new ReconcilePlan.Known(
                    ours, unfinishedAt(provider), id -> sessions.find(id).isPresent());
            ReconcilePlan plan =
                    ReconcilePlan.of(complete, known, providers.policy(provider).visibilityLag(), clock.instant());
            plan.findings().forEach(finding -> finding.match(new Carrier(complete)));
            metrics.reconciled(provider, Duration.between(began, clock.instant()));
            become(provider, ProviderHealth.OK, "");
        } else if (listing instanceof Listing.Partial partial) {
            ProviderHealth kind =
                    partial.kind() == ErrorKind.UNAUTHORIZED ? ProviderHealth.UNAUTHORIZED : ProviderHealth.FAILING;
            become(provider, kind, partial.reason());
        }
    }

    /** Whether any session at the provider has an instance or an open purchase. */
    boolean isWatching(ProviderId provider) {
        return !unfinishedAt(provider).isEmpty();
    }

    private List<Session> unfinishedAt(ProviderId provider) {
        return sessions.unfinished().stream()
                .filter(session -> session.provider().equals(provider))
                .toList();
    }

    /** A provider that was never swept stays so until a listing is complete. */
    private void become(ProviderId provider, ProviderHealth next, String reason) {
        ProviderHealth before = health(provider);
        ProviderHealth after = before == ProviderHealth.NOT_SWEPT && next == ProviderHealth.FAILING ? before : next;
        health.put(provider, after);
        if (next == ProviderHealth.UNAUTHORIZED && before != next) {
            LOG.error("provider {} refuses our credentials: {}", provider, reason);
        } else if (next != ProviderHealth.OK) {
            LOG.warn("provider {} gave no complete listing: {}", provider, reason);
        } else if (before != ProviderHealth.OK) {
            LOG.info("provider {} gave a complete listing", provider);
        }
    }

    /** Takes each finding where it belongs. */
    private final class Carrier implements ReconcileFinding.Cases<Boolean> {
        private final Listing.Complete listing;

        Carrier(Listing.Complete listing) {
            this.listing = listing;
        }

        @Override
        public Boolean stray(ReconcileFinding.Stray finding) {
            learn(finding.tag(), finding.view().id());
            return true;
        }

        @Override
        public Boolean stranger(ReconcileFinding.Stranger finding) {
            LOG.error(
                    "instance {} carries our tag {}, but the store has never heard of its session; it is left alone",
                    finding.view().id(),
                    finding.tag());
            return false;
        }

        @Override
        public Boolean missing(ReconcileFinding.Missing finding) {
            return observe(finding.session());
        }

        @Override
        public Boolean changed(ReconcileFinding.Changed finding) {
            return observe(finding.session());
        }

        private boolean observe(SessionId session) {
            engine.pass(session, new Observation.Listed(listing));
            return true;
        }

        private void learn(Tag tag, InstanceId instance) {
            if (wasGoneSince(tag.session(), instance)) {
                return;
            }
            LOG.warn("instance {} carries tag {}, and nothing answers for it", instance, tag);
            metrics.orphanDetected(instance.provider());
            sessions.amend(
                    tag.session(),
                    session -> Decision.of(session.withInstance(instance, tag, clock.instant())),
                    Durability.COMMITTED);
            observe(tag.session());
        }

        /** The listing is older than the proof that the instance is gone, and so says nothing about it. */
        private boolean wasGoneSince(SessionId session, InstanceId instance) {
            return sessions.find(session)
                    .flatMap(known -> known.find(instance))
                    .map(known -> known.ending().goneAt())
                    .filter(goneAt -> !listing.askedAt().isAfter(goneAt))
                    .isPresent();
        }
    }
}
