package io.gpushopper.application;

import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.BilledAccounts;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.Effect;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Replacement;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.EndpointProbe;
import io.gpushopper.ports.EndpointRequest;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.ports.StoreException;
import io.gpushopper.ports.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries effects out, and says what came of each. A purchase is done by the thread that took the turn for it; all else is
 * done in lanes of its own, so that nothing that waits for a provider's pace or a slow host holds up a pass, and
 * what it brings comes back through {@link #reportTo}. Thread-safe.
 */
final class EffectRunner {
    private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);
    /** The HTTP API refuses a purchase that would wait longer for its turn. */
    static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    private static final Duration SAVE_AGAIN = Duration.ofSeconds(1);
    private static final Duration SAVE_AT_LEAST_EVERY = Duration.ofSeconds(30);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    private final SessionStore sessions;
    private final Providers providers;
    private final Inventory inventory;
    private final Templates templates;
    private final Listings listings;
    private final SshProbe probe;
    private final EndpointProbe endpoints;
    private final UseSampler sampler;
    private final Lanes lanes;
    private final InstantSource clock;
    private final BooleanSupplier createsAllowed;
    /** Whether a provider has shown since the start what is there: a store that was restored may have forgotten that it bought. */
    private final Predicate<ProviderId> swept;

    private final Credentials credentials;
    private final PurchaseBan purchaseBan;
    private final Threads threads;
    /** What may be secret of a purchase, read before its mark is set: by the tag of an attempt that takes its turn. */
    private final Map<Tag, SetupSecrets> secretsInTurn = new ConcurrentHashMap<>();

    private BiConsumer<SessionId, Observation> report = (session, observation) -> {};

    EffectRunner(
            SessionStore sessions,
            Providers providers,
            Inventory inventory,
            Templates templates,
            Listings listings,
            SshProbe probe,
            EndpointProbe endpoints,
            UseSampler sampler,
            Lanes lanes,
            InstantSource clock,
            BooleanSupplier createsAllowed,
            Predicate<ProviderId> swept,
            Credentials credentials,
            PurchaseBan purchaseBan,
            Threads threads) {
        this.sessions = sessions;
        this.providers = providers;
        this.inventory = inventory;
        this.templates = templates;
        this.listings = listings;
        this.probe = probe;
        this.endpoints = endpoints;
        this.sampler = sampler;
        this.lanes = lanes;
        this.clock = clock;
        this.createsAllowed = createsAllowed;
        this.swept = swept;
        this.credentials = credentials;
        this.purchaseBan = purchaseBan;
        this.threads = threads;
    }

    /** Where the outcomes of effects go that are not done by the time {@link #run} returns. Set once, before the first run. */
    void reportTo(BiConsumer<SessionId, Observation> sink) {
        this.report = sink;
    }

    /** Carries the effect out, or has it carried out; nothing is done at a provider that is not configured. */
    void run(Session session, Effect effect) {
        run(session, effect, report);
    }

    /**
     * Carries out an effect of a decision that could not be saved. Nothing is said of what came of it: saving that would hold up the lane
     * for as long as the store takes to fail, and the decision is taken again once it doesn't.
     */
    void runUnsaved(Session session, Effect effect) {
        run(session, effect, (id, observation) -> {});
    }

    private void run(Session session, Effect effect, BiConsumer<SessionId, Observation> sink) {
        providers
                .find(session.provider())
                .ifPresent(provider ->
                        effect.match(new Interpreter(session, provider, sink)).run());
    }

    /** Says how to carry out each effect of one session. */
    private final class Interpreter implements Effect.Cases<Runnable> {
        private final Session session;
        private final Provider provider;
        private final BiConsumer<SessionId, Observation> report;

        Interpreter(Session session, Provider provider, BiConsumer<SessionId, Observation> report) {
            this.session = session;
            this.provider = provider;
            this.report = report;
        }

        @Override
        public Runnable chooseOffer(Effect.ChooseOffer effect) {
            SessionId id = session.id();
            return () -> lanes.choice(id, () -> chosen(effect.wanted()).ifPresent(seen -> report.accept(id, seen)));
        }

        /** Empty while it can't be told: before the offers were first shown, and while the account is not known. */
        private Optional<Observation> chosen(Replacement wanted) {
            session.attempts().forEach(attempt -> inventory.withdraw(attempt.offer()));
            if (!inventory.isKnown(provider.id())) {
                return Optional.empty();
            }
            try {
                AccountId account = providers.account(provider.id());
                List<Offer> suitable = inventory.offers(provider.id()).stream()
                        .flatMap(offer -> offer.withDisk(wanted.diskGb()).stream())
                        .filter(wanted::suits)
                        .toList();
                if (suitable.isEmpty()) {
                    return Optional.of(new Observation.NoOfferLeft());
                }
                Setup setup = session.terms().options().setup();
                Predicate<Offer> fitsTemplate = templates.fitting(setup);
                return Optional.of(suitable.stream()
                        .filter(offer -> fitsTemplate.test(offer) && canBeSetUp(setup, offer))
                        .filter(offer -> sessions.findActive(session.terms().consumer(), offer.id())
                                .isEmpty())
                        .findFirst()
                        .map(offer -> chosen(offer, account))
                        .orElseGet(Observation.NoOfferLeft::new));
            } catch (ProviderException untold) {
                LOG.info("session {}: no other offer can be chosen now: {}", session.id(), untold.getMessage());
                return Optional.empty();
            }
        }

        /** Which ports a machine opens differs from offer to offer; what is secret of the setup was taken with the first one. */
        private boolean canBeSetUp(Setup setup, Offer offer) {
            return provider.unsupported(offer, setup, SetupSecrets.NONE).isEmpty();
        }

        /** Until the next refresh nobody else is shown it. */
        private Observation chosen(Offer offer, AccountId account) {
            inventory.withdraw(offer.id());
            return new Observation.OfferChosen(offer, account);
        }

        @Override
        public Runnable takeTurn(Effect.TakeTurn effect) {
            SessionId id = session.id();
            LaunchAttempt attempt = session.find(effect.tag()).orElseThrow();
            return () -> lanes.purchase(id, () -> {
                if (!swept.test(provider.id())) {
                    LOG.info("session {}: {} waits until its provider has shown what is there", id, effect.tag());
                    return;
                }
                boolean ready = mayBuy(attempt.account()) && readSecrets(effect.tag());
                try {
                    report.accept(id, new Observation.Turn(effect.tag(), ready && awaitTurn(provider)));
                } finally {
                    secretsInTurn.remove(effect.tag());
                }
            });
        }

        /** Before the mark is set, so that what can't be read leaves an attempt that was not sent. */
        private boolean readSecrets(Tag tag) {
            Optional<SetupSecrets> secrets = sessions.setupSecrets(session.id());
            secrets.ifPresent(read -> secretsInTurn.put(tag, read));
            if (secrets.isEmpty()) {
                LOG.error("session {}: {} is not sent, for what was asked for can't be read", session.id(), tag);
            }
            return secrets.isPresent();
        }

        /** What was written down for another account, or before creates were refused, is not bought any more. */
        private boolean mayBuy(AccountId account) {
            return createsAllowed.getAsBoolean()
                    && purchaseBan.reason(provider.id()) == null
                    && isAnswering(account::equals);
        }

        /** Whether the account that the provider answers for is such a one; not when that can't be told. */
        private boolean isAnswering(Predicate<AccountId> wanted) {
            try {
                return wanted.test(providers.account(provider.id()));
            } catch (ProviderException untold) {
                LOG.info("session {}: the account can't be told now: {}", session.id(), untold.getMessage());
                return false;
            }
        }

        /** Only the account that was billed can say that an instance is not there. */
        private boolean isBilledAccount(InstanceId id) {
            return session.find(id)
                    .map(Instance::tag)
                    .filter(tag -> isAnswering(teller -> BilledAccounts.speaksFor(teller, session.attempts(), tag)))
                    .isPresent();
        }

        /** The caller is the thread that took the turn. What comes back is a fact, saved whoever works on the session now. */
        @Override
        public Runnable launch(Effect.Launch effect) {
            LaunchAttempt attempt = session.find(effect.tag()).orElseThrow();
            LaunchAttempt.Sent sent = attempt.sent();
            if (sent == null) {
                throw new IllegalStateException("a purchase is sent only after its mark is saved");
            }
            return () -> {
                LaunchOutcome outcome = bought(attempt, sent);
                LOG.info("session {}: purchase {} brought {}", session.id(), attempt.tag(), outcome);
                took(attempt.tag(), outcome, SAVE_AGAIN);
            };
        }

        private LaunchOutcome bought(LaunchAttempt attempt, LaunchAttempt.Sent sent) {
            SetupSecrets secrets = secretsInTurn.get(attempt.tag());
            if (secrets == null) {
                throw new IllegalStateException("a purchase is sent by the thread that took its turn");
            }
            SessionTerms terms = session.terms();
            Setup setup = terms.options().setup();
            List<SshPublicKey> keys = new ArrayList<>(terms.consumerKeys());
            if (setup.hasLogin()) {
                keys.add(0, terms.engineKey());
            }
            return provider.launch(new LaunchRequest(
                    attempt.tag(),
                    attempt.offer(),
                    attempt.launchTerms(),
                    terms.diskGb(),
                    setup,
                    secrets,
                    setup.arguments(terms.gpus().count()),
                    keys,
                    sent.sendBy()));
        }

        /** What it brought is known to this process alone until it is saved, so that is tried until it is. */
        private void took(Tag tag, LaunchOutcome outcome, Duration pause) {
            SessionId id = session.id();
            try {
                boolean[] known = new boolean[1];
                sessions.amend(id, current -> withAnswer(current, tag, outcome, known), Durability.SYNCED);
                if (!known[0]) {
                    keepStranger(tag, outcome);
                }
            } catch (StoreException unsaved) {
                LOG.error("session {}: what purchase {} brought is not saved yet: {}", id, tag, outcome, unsaved);
                Duration longer = pause.multipliedBy(2);
                Duration next = longer.compareTo(SAVE_AT_LEAST_EVERY) < 0 ? longer : SAVE_AT_LEAST_EVERY;
                threads.after(pause, () -> took(tag, outcome, next));
                return;
            }
            report.accept(id, new Observation.Tick());
        }

        private Decision withAnswer(Session current, Tag tag, LaunchOutcome outcome, boolean[] known) {
            known[0] = current.find(tag).isPresent();
            return Decision.of(known[0] ? current.withAnswer(tag, outcome, clock.instant()) : current);
        }

        /** The store has lost the purchase that it had acknowledged; what that brought is looked after as a stranger. */
        private void keepStranger(Tag tag, LaunchOutcome outcome) {
            LOG.error("the store has lost purchase {}, which brought {}", tag, outcome);
            outcome.brought().ifPresent(id -> sessions.watch().put(Stranger.seen(id, tag, clock.instant())));
        }

        @Override
        public Runnable attachKeys(Effect.AttachKeys effect) {
            SessionId id = session.id();
            return () -> lanes.keys(id, () -> report.accept(id, keysTried(effect.instance())));
        }

        private Observation keysTried(InstanceId id) {
            try {
                provider.attachKey(id, session.terms().engineKey());
                session.terms().consumerKeys().forEach(key -> provider.attachKey(id, key));
                return new Observation.KeysTried(id, true);
            } catch (ProviderException refused) {
                LOG.info("session {}: keys not attached yet: {}", session.id(), refused.getMessage());
                return new Observation.KeysTried(id, false);
            }
        }

        @Override
        public Runnable ask(Effect.Ask effect) {
            SessionId id = session.id();
            return () -> lanes.question(id, () -> report.accept(id, answered(effect.instance())));
        }

        private Observation answered(InstanceId id) {
            Instant askedAt = clock.instant();
            try {
                InstanceAnswer answer = provider.instance(id);
                if (answer instanceof InstanceAnswer.Present present) {
                    return new Observation.Shown(present.view());
                }
                return isBilledAccount(id) ? new Observation.NoSuchInstance(id, askedAt) : new Observation.NotTold(id);
            } catch (ProviderException silent) {
                LOG.debug("session {}: no answer for {}: {}", session.id(), id, silent.getMessage());
                return new Observation.NotTold(id);
            }
        }

        @Override
        public Runnable look(Effect.Look effect) {
            SessionId id = session.id();
            return () -> lanes.look(id, () -> report.accept(id, looked(effect)));
        }

        private Observation looked(Effect.Look effect) {
            Listing listing = listings.notBefore(provider.id(), effect.notBefore());
            return listing instanceof Listing.Complete complete
                    ? new Observation.Listed(complete)
                    : new Observation.NotListed();
        }

        @Override
        public Runnable probe(Effect.Probe effect) {
            Instance instance = session.find(effect.instance()).orElseThrow();
            Setup setup = session.terms().options().setup();
            if (!setup.hasLogin()) {
                return () -> setup.serviceAddress(instance.sightings().ports())
                        .ifPresent(address ->
                                call(instance.id(), new EndpointRequest(address, setup.healthCheck(), PROBE_TIMEOUT)));
            }
            return () -> sessions.engineKey(session.id())
                    .filter(key -> !instance.sightings().endpoints().isEmpty())
                    .ifPresent(key -> probe(instance, key));
        }

        private void call(InstanceId instance, EndpointRequest request) {
            SessionId id = session.id();
            lanes.probe(id, () -> report.accept(id, new Observation.Probed(instance, endpoints.call(request), 0)));
        }

        private void probe(Instance instance, SshPrivateKey key) {
            List<SshPublicKey> keys = session.terms().consumerKeys();
            ProbeRequest request = new ProbeRequest(
                    instance.sightings().endpoints(), key, instance.access().hostKey(), keys, PROBE_TIMEOUT);
            SessionId id = session.id();
            lanes.probe(
                    id,
                    () -> report.accept(id, new Observation.Probed(instance.id(), probe.probe(request), keys.size())));
        }

        @Override
        public Runnable stop(Effect.Stop effect) {
            SessionId id = session.id();
            return () -> lanes.end(id, () -> report.accept(id, stopped(effect.instance())));
        }

        private Observation stopped(InstanceId id) {
            try {
                provider.stop(id);
                LOG.info("session {}: stop of {} taken", session.id(), id);
                return new Observation.StopTried(id, true);
            } catch (ProviderException refused) {
                LOG.warn("session {}: {} is not stopped yet: {}", session.id(), id, refused.getMessage());
                return new Observation.StopTried(id, false);
            }
        }

        @Override
        public Runnable sample(Effect.Sample effect) {
            Instance instance = session.find(effect.instance()).orElseThrow();
            SessionId id = session.id();
            return () -> lanes.probe(id, () -> report.accept(id, sampler.sample(id, instance)));
        }

        @Override
        public Runnable destroy(Effect.Destroy effect) {
            SessionId id = session.id();
            return () -> lanes.end(id, () -> report.accept(id, destroyed(effect.instance())));
        }

        private Observation destroyed(InstanceId id) {
            Instant askedAt = clock.instant();
            try {
                DestroyOutcome outcome = provider.destroy(id);
                LOG.info("session {}: destroy of {} {}", session.id(), id, outcome);
                credentials.destroyAnswered(provider.id());
                purchaseBan.noDestroyRefused(provider.id());
                boolean says = outcome == DestroyOutcome.ACCEPTED || isBilledAccount(id);
                return says
                        ? new Observation.DestroyAnswered(id, outcome, askedAt)
                        : new Observation.DestroyRefused(id, ErrorKind.UNAUTHORIZED);
            } catch (ProviderException refused) {
                LOG.warn("session {}: {} is not destroyed yet: {}", session.id(), id, refused.getMessage());
                ErrorKind believed = credentials.believedOfDestroy(provider.id(), refused.kind());
                purchaseBan.destroyRefused(provider.id(), believed);
                return new Observation.DestroyRefused(id, believed);
            }
        }
    }

    private static boolean awaitTurn(Provider provider) {
        ProviderId id = provider.id();
        try {
            return provider.awaitLaunchTurn(LONGEST_TURN);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            LOG.info("a purchase at {} gave up its turn, for the process stops", id);
            return false;
        }
    }
}
