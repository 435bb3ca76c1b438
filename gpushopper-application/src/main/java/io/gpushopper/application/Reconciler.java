package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.LaunchAttempt;
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
    /** The last complete listing of each provider, which tells when what is missing from the next was last seen. */
    private final Map<ProviderId, Listing.Complete> shownLast = new ConcurrentHashMap<>();

    private final Set<ProviderId> swept = ConcurrentHashMap.newKeySet();
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
        this.ours = Set.copyOf(parts.deployment().everUsed());
        this.metrics = parts.metrics();
        this.clock = clock;
    }

    ProviderHealth health(ProviderId provider) {
        return health.getOrDefault(provider, ProviderHealth.NOT_SWEPT);
    }

    /** Whether a complete listing has come since the start. */
    boolean isSwept(ProviderId provider) {
        return swept.contains(provider);
    }

    /** One pass over one provider. */
    void pass(ProviderId provider) {
        Instant began = clock.instant();
        Listing listing = listings.fresh(provider);
        if (listing instanceof Listing.Complete complete) {
            become(provider, ProviderHealth.OK, "");
            compare(complete, swept.add(provider));
            shownLast.put(provider, complete);
            metrics.reconciled(provider, Duration.between(began, clock.instant()));
        } else if (listing instanceof Listing.Partial partial) {
            ProviderHealth kind =
                    partial.kind() == ErrorKind.UNAUTHORIZED ? ProviderHealth.UNAUTHORIZED : ProviderHealth.FAILING;
            become(provider, kind, partial.reason());
            partial.instances().forEach(this::learnFromPartial);
        }
    }

    private void compare(Listing.Complete listing, boolean first) {
        ProviderId provider = listing.provider();
        ReconcilePlan.Known known = new ReconcilePlan.Known(
                ours, unfinishedAt(provider), id -> sessions.find(id).isPresent());
        ReconcilePlan plan =
                ReconcilePlan.of(listing, known, providers.policy(provider).visibilityLag(), clock.instant());
        if (first) {
            tellOfOthers(provider, plan);
        }
        Carrier carrier = new Carrier(listing);
        for (ReconcileFinding finding : plan.findings()) {
            try {
                finding.match(carrier);
            } catch (RuntimeException | Error broken) {
                LOG.error(
                        "a finding at {} could not be carried to its session; the next pass tries again: {}",
                        provider,
                        finding,
                        broken);
            }
        }
    }

    /** Other deployments on the account are never touched; whoever has forgotten one learns what it costs. */
    private static void tellOfOthers(ProviderId provider, ReconcilePlan plan) {
        if (plan.otherDeployments() > 0) {
            LOG.warn(
                    "{} instances of other deployments on the account of {} bill {} US dollars an hour, as far as it tells",
                    plan.otherDeployments(),
                    provider,
                    plan.otherDeploymentsBurn().amount().toPlainString());
        }
        LOG.info("{} instances on the account of {} are not ours", plan.foreign(), provider);
    }

    /** What a listing shows is there, however much of it is missing. */
    private void learnFromPartial(InstanceView view) {
        Tag tag = Tag.parse(view.mark())
                .filter(mark -> ours.contains(mark.deployment()))
                .orElse(null);
        if (tag == null) {
            return;
        }
        boolean news = sessions.find(tag.session())
                .filter(session ->
                        session.find(tag).isPresent() && session.find(view.id()).isEmpty())
                .isPresent();
        if (news) {
            learn(tag, view.id());
            engine.work(tag.session());
        }
    }

    /** An open purchase may adopt it; under a settled one it is an orphan. */
    private void learn(Tag tag, InstanceId instance) {
        boolean[] orphan = new boolean[1];
        sessions.amend(
                tag.session(),
                session -> {
                    orphan[0] = session.find(tag).filter(LaunchAttempt::isOpen).isEmpty();
                    return Decision.of(session.withInstance(instance, tag, clock.instant()));
                },
                Durability.SYNCED);
        if (orphan[0]) {
            LOG.warn("instance {} carries tag {}, and nothing answers for it: it is ended", instance, tag);
            metrics.orphanDetected(instance.provider());
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

    private void become(ProviderId provider, ProviderHealth next, String reason) {
        ProviderHealth before = health(provider);
        health.put(provider, next);
        if (next == ProviderHealth.UNAUTHORIZED && before != next) {
            LOG.info("provider {} refuses our credentials: {}", provider, reason);
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
            Tag tag = finding.tag();
            InstanceId instance = finding.view().id();
            if (wasGoneSince(tag.session(), instance)) {
                return false;
            }
            learn(tag, instance);
            return observe(tag.session());
        }

        @Override
        public Boolean stranger(ReconcileFinding.Stranger finding) {
            boolean known = sessions.find(finding.tag().session()).isPresent();
            LOG.error(
                    "instance {} carries our tag {}, but {}; it is left alone, and bills",
                    finding.view().id(),
                    finding.tag(),
                    known
                            ? "its purchase is written down for another account than the configured one"
                            : "the store has never heard of its session");
            return false;
        }

        @Override
        public Boolean missing(ReconcileFinding.Missing finding) {
            Listing.Complete before = shownLast.get(listing.provider());
            if (before != null && isShown(finding.instance(), before)) {
                engine.pass(finding.session(), new Observation.Listed(before));
            }
            return observe(finding.session());
        }

        @Override
        public Boolean changed(ReconcileFinding.Changed finding) {
            return observe(finding.session());
        }

        private static boolean isShown(InstanceId instance, Listing.Complete before) {
            return before.instances().stream().anyMatch(view -> view.id().equals(instance));
        }

        private boolean observe(SessionId session) {
            engine.pass(session, new Observation.Listed(listing));
            return true;
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
