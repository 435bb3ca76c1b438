package io.gpushopper.application;

import io.gpushopper.domain.deployment.AccountAudit;
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
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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

    private final Set<ProviderId> toldOfOthers = ConcurrentHashMap.newKeySet();
    private final Set<ProviderId> swept = ConcurrentHashMap.newKeySet();
    private final Providers providers;
    private final Credentials credentials;
    private final Listings listings;
    private final ListingJudge judge;
    private final Strangers strangers;
    private final SessionStore sessions;
    private final SessionEngine engine;
    private final Ownership ownership;
    private final UseTelemetry telemetry;
    private final Metrics metrics;
    private final InstantSource clock;
    private final EngineMode mode;

    Reconciler(
            EngineParts parts,
            Providers providers,
            Credentials credentials,
            Listings listings,
            ListingJudge judge,
            Strangers strangers,
            SessionEngine engine,
            UseTelemetry telemetry,
            InstantSource clock) {
        this.judge = judge;
        this.strangers = strangers;
        this.providers = providers;
        this.credentials = credentials;
        this.listings = listings;
        this.sessions = parts.sessions();
        this.engine = engine;
        this.ownership = parts.ownership();
        this.telemetry = telemetry;
        this.metrics = parts.metrics();
        this.clock = clock;
        this.mode = parts.mode();
    }

    ProviderHealth health(ProviderId provider) {
        return health.getOrDefault(provider, ProviderHealth.NOT_SWEPT);
    }

    /** Whether a complete listing has come since the start, and what it shows was taken to the sessions. */
    boolean isSwept(ProviderId provider) {
        return swept.contains(provider);
    }

    /** One pass over one provider; one that only observes carries nothing to any session. */
    PassReport pass(ProviderId provider) {
        if (mode == EngineMode.OBSERVING) {
            PassReport planned = planned(listings.fresh(provider));
            if (planned.trouble() == null) {
                swept.add(provider);
            }
            return planned;
        }
        Instant began = clock.instant();
        Listing listing = listings.fresh(provider);
        String trouble = become(listing);
        List<PassReport.Carried> carried = List.of();
        if (listing instanceof Listing.Complete complete) {
            ReconcilePlan plan = compared(complete);
            List<PassReport.Carried> told = carried(complete, plan);
            swept.add(provider);
            carried = watched(told, lookAfterStrangers(complete, plan));
            shownLast.put(provider, complete);
            telemetry.shown(complete);
            metrics.reconciled(provider, Duration.between(began, clock.instant()));
        } else {
            listing.instances().forEach(this::learnFromPartial);
        }
        return new PassReport(provider, health(provider), trouble, carried);
    }

    /** When each stranger is destroyed. */
    private Map<InstanceId, Instant> lookAfterStrangers(Listing.Complete listing, ReconcilePlan plan) {
        List<ReconcileFinding.Stranger> unheardOf = plan.findings().stream()
                .filter(ReconcileFinding.Stranger.class::isInstance)
                .map(ReconcileFinding.Stranger.class::cast)
                .filter(finding -> !isWrittenDown(finding.tag()))
                .toList();
        int ours = unheardOf.isEmpty() ? 0 : answeredFor(listing.provider());
        return strangers.pass(listing, unheardOf, ours, ownership.deployment().dispute() == null);
    }

    private int answeredFor(ProviderId provider) {
        int answeredFor = 0;
        for (Session session : sessions.unfinishedAt(provider)) {
            answeredFor += (int) session.instances().stream()
                    .filter(instance -> !instance.isGone())
                    .count();
        }
        return answeredFor;
    }

    /** A session may be known whose last purchase is not: the store lost what it acknowledged. */
    private boolean isWrittenDown(Tag tag) {
        return sessions.find(tag.session())
                .flatMap(session -> session.find(tag))
                .isPresent();
    }

    /** What a pass would find now. It does nothing about it. */
    PassReport plan(ProviderId provider) {
        return planned(listings.unjudged(provider));
    }

    private PassReport planned(Listing listing) {
        ProviderId provider = listing.provider();
        String trouble = become(listing);
        List<PassReport.Carried> planned = List.of();
        if (listing instanceof Listing.Complete complete) {
            planned = compared(complete).findings().stream()
                    .map(finding -> new PassReport.Carried(finding, PassReport.Deed.PLANNED))
                    .toList();
        }
        return new PassReport(provider, health(provider), trouble, planned);
    }

    /** Everything on the account and whose it is. It does nothing about it. */
    AccountAudit audit(ProviderId provider) {
        return AccountAudit.of(
                listings.unjudged(provider),
                ours(),
                tag -> sessions.find(tag.session())
                        .filter(session -> session.find(tag).isPresent())
                        .map(Session::status));
    }

    private List<PassReport.Carried> carried(Listing.Complete listing, ReconcilePlan plan) {
        Carrier carrier = new Carrier(listing);
        return plan.findings().stream()
                .map(finding -> new PassReport.Carried(finding, carried(carrier, finding)))
                .toList();
    }

    private ReconcilePlan compared(Listing.Complete listing) {
        ProviderId provider = listing.provider();
        ReconcilePlan.Known known =
                new ReconcilePlan.Known(ours(), sessions.unfinishedAt(provider), this::isWrittenDown);
        ReconcilePlan plan =
                ReconcilePlan.of(listing, known, providers.policy(provider).visibilityLag(), clock.instant());
        metrics.otherDeployments(provider, plan.otherDeployments(), plan.otherDeploymentsBurn());
        if (toldOfOthers.add(provider)) {
            tellOfOthers(provider, plan);
        }
        return plan;
    }

    private static List<PassReport.Carried> watched(List<PassReport.Carried> all, Map<InstanceId, Instant> ends) {
        return all.stream()
                .map(carried -> carried.finding() instanceof ReconcileFinding.Stranger stranger
                                && ends.containsKey(stranger.view().id())
                        ? new PassReport.Carried(
                                stranger,
                                PassReport.Deed.WATCHED,
                                ends.get(stranger.view().id()))
                        : carried)
                .toList();
    }

    private static PassReport.Deed carried(Carrier carrier, ReconcileFinding finding) {
        try {
            return finding.match(carrier) ? PassReport.Deed.TOLD : PassReport.Deed.LEFT_ALONE;
        } catch (RuntimeException | Error broken) {
            LOG.error("a finding could not be carried to its session; the next pass tries again: {}", finding, broken);
            return PassReport.Deed.FAILED;
        }
    }

    /** Other deployments on the account are never touched; whoever has forgotten one learns what it costs. */
    private static void tellOfOthers(ProviderId provider, ReconcilePlan plan) {
        if (plan.otherDeployments() > 0) {
            LOG.warn(
                    "{} instances of other deployments on the account of {} bill {} US dollars an hour, as far as it"
                            + " tells",
                    plan.otherDeployments(),
                    provider,
                    plan.otherDeploymentsBurn().amount().toPlainString());
        }
        LOG.info("{} instances on the account of {} are not ours", plan.foreign(), provider);
    }

    /** What a listing shows is there, however much of it is missing. */
    private void learnFromPartial(InstanceView view) {
        Tag tag = Tag.parse(view.mark())
                .filter(mark -> ours().contains(mark.deployment()))
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

    /** Sessions of providers that are not configured are looked after by nobody, so somebody has to be told. */
    void tellOfUnconfigured() {
        judge.tellOfUnconfigured();
    }

    /** Whether any session at the provider has an instance or an open purchase. */
    boolean isWatching(ProviderId provider) {
        return sessions.hasUnfinishedAt(provider);
    }

    private Set<DeploymentId> ours() {
        return Set.copyOf(ownership.deployment().everUsed());
    }

    /** Takes down how the provider is, and tells why its listing is not complete; null when it is. */
    private @Nullable String become(Listing listing) {
        if (listing instanceof Listing.Partial partial) {
            ErrorKind believed = credentials.believedOfListing(partial.provider(), partial.kind());
            ProviderHealth kind =
                    believed == ErrorKind.UNAUTHORIZED ? ProviderHealth.UNAUTHORIZED : ProviderHealth.FAILING;
            become(partial.provider(), kind, partial.reason());
            return partial.reason();
        }
        credentials.listed(listing.provider());
        become(listing.provider(), ProviderHealth.OK, "");
        return null;
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
            judge.knowsAgain(tag.session(), listing);
            return observe(tag.session());
        }

        @Override
        public Boolean stranger(ReconcileFinding.Stranger finding) {
            if (isWrittenDown(finding.tag())) {
                LOG.error(
                        "instance {} carries our tag {}, but its purchase is written down for another account than the"
                                + " configured one; it is left alone, and bills",
                        finding.view().id(),
                        finding.tag());
            }
            return false;
        }

        @Override
        public Boolean missing(ReconcileFinding.Missing finding) {
            Listing.Complete before = shownLast.get(listing.provider());
            if (before != null && before.shows(finding.instance())) {
                engine.pass(finding.session(), new Observation.Listed(before));
            }
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
