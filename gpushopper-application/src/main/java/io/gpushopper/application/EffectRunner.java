package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.Effect;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.SshProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries effects out, and says what came of each. Destroys are done by the caller's thread, and a purchase by the one that took the
 * turn for it; all else is done in lanes of its own, so that nothing that waits for a provider's pace or a slow host holds up a pass, and
 * what it brings comes back through {@link #reportTo}. Thread-safe.
 */
final class EffectRunner {
    private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);
    /** The HTTP API refuses a purchase that would wait longer for its turn. */
    static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    private final SessionStore sessions;
    private final Providers providers;
    private final Listings listings;
    private final SshProbe probe;
    private final Lanes lanes;
    private final InstantSource clock;
    private final boolean createsAllowed;
    private BiConsumer<SessionId, Observation> report = (session, observation) -> {};

    EffectRunner(
            SessionStore sessions,
            Providers providers,
            Listings listings,
            SshProbe probe,
            Lanes lanes,
            InstantSource clock,
            boolean createsAllowed) {
        this.sessions = sessions;
        this.providers = providers;
        this.listings = listings;
        this.probe = probe;
        this.lanes = lanes;
        this.clock = clock;
        this.createsAllowed = createsAllowed;
    }

    /** Where the outcomes of effects go that are not done by the time {@link #run} returns. Set once, before the first run. */
    void reportTo(BiConsumer<SessionId, Observation> sink) {
        this.report = sink;
    }

    /** Carries the effect out, or has it carried out; empty when its outcome is reported later, or there is none. */
    Optional<Observation> run(Session session, Effect effect) {
        return providers.find(session.provider()).flatMap(provider -> effect.match(new Interpreter(session, provider)));
    }

    /** Carries out the effects of one session. */
    private final class Interpreter implements Effect.Cases<Optional<Observation>> {
        private final Session session;
        private final Provider provider;

        Interpreter(Session session, Provider provider) {
            this.session = session;
            this.provider = provider;
        }

        @Override
        public Optional<Observation> takeTurn(Effect.TakeTurn effect) {
            SessionId id = session.id();
            LaunchAttempt attempt = session.find(effect.tag()).orElseThrow();
            lanes.purchase(
                    id,
                    () -> report.accept(
                            id, new Observation.Turn(effect.tag(), mayBuy(attempt.account()) && awaitTurn(provider))));
            return Optional.empty();
        }

        /** What was written down for another account, or before creates were refused, is not bought any more. */
        private boolean mayBuy(AccountId account) {
            return createsAllowed && isAccount(account);
        }

        private boolean isAccount(AccountId account) {
            try {
                return providers.account(provider.id()).equals(account);
            } catch (ProviderException untold) {
                LOG.info("session {}: the account can't be told now: {}", session.id(), untold.getMessage());
                return false;
            }
        }

        /** Only the account that was billed can say that an instance is not there. */
        private boolean isBilledAccount(InstanceId id) {
            return session.find(id)
                    .flatMap(instance -> session.find(instance.tag()))
                    .map(attempt -> isAccount(attempt.account()))
                    .orElse(false);
        }

        /** The caller is the thread that took the turn. What comes back is a fact, saved whoever works on the session now. */
        @Override
        public Optional<Observation> launch(Effect.Launch effect) {
            LaunchAttempt attempt = session.find(effect.tag()).orElseThrow();
            LaunchAttempt.Sent sent = attempt.sent();
            if (sent == null) {
                throw new IllegalStateException("a purchase is sent only after its mark is saved");
            }
            List<SshPublicKey> keys =
                    List.of(session.terms().engineKey(), session.terms().consumerKey());
            LaunchOutcome outcome = provider.launch(new LaunchRequest(
                    attempt.tag(),
                    attempt.offer(),
                    attempt.launchTerms(),
                    session.terms().diskGb(),
                    keys,
                    sent.sendBy()));
            LOG.info("session {}: purchase {} brought {}", session.id(), attempt.tag(), outcome);
            sessions.amend(
                    session.id(),
                    current -> Decision.of(current.withAnswer(attempt.tag(), outcome, clock.instant())),
                    Durability.SYNCED);
            return Optional.of(new Observation.Tick());
        }

        @Override
        public Optional<Observation> attachKeys(Effect.AttachKeys effect) {
            SessionId id = session.id();
            lanes.keys(id, () -> report.accept(id, keysTried(effect.instance())));
            return Optional.empty();
        }

        private Observation keysTried(InstanceId id) {
            try {
                provider.attachKey(id, session.terms().engineKey());
                provider.attachKey(id, session.terms().consumerKey());
                return new Observation.KeysTried(id, true);
            } catch (ProviderException refused) {
                LOG.info("session {}: keys not attached yet: {}", session.id(), refused.getMessage());
                return new Observation.KeysTried(id, false);
            }
        }

        @Override
        public Optional<Observation> ask(Effect.Ask effect) {
            SessionId id = session.id();
            lanes.question(id, () -> report.accept(id, answered(effect.instance())));
            return Optional.empty();
        }

        private Observation answered(InstanceId id) {
            try {
                InstanceAnswer answer = provider.instance(id);
                if (answer instanceof InstanceAnswer.Present present) {
                    return new Observation.Shown(present.view());
                }
                return isBilledAccount(id) ? new Observation.NoSuchInstance(id) : new Observation.NotTold(id);
            } catch (ProviderException silent) {
                LOG.debug("session {}: no answer for {}: {}", session.id(), id, silent.getMessage());
                return new Observation.NotTold(id);
            }
        }

        @Override
        public Optional<Observation> look(Effect.Look effect) {
            SessionId id = session.id();
            lanes.look(id, () -> report.accept(id, looked(effect)));
            return Optional.empty();
        }

        private Observation looked(Effect.Look effect) {
            Listing listing = listings.notBefore(provider.id(), effect.notBefore());
            return listing instanceof Listing.Complete complete
                    ? new Observation.Listed(complete)
                    : new Observation.NotListed();
        }

        @Override
        public Optional<Observation> probe(Effect.Probe effect) {
            Instance instance = session.find(effect.instance()).orElseThrow();
            Optional<SshPrivateKey> key = sessions.engineKey(session.id());
            if (key.isEmpty() || instance.sightings().endpoints().isEmpty()) {
                return Optional.empty();
            }
            ProbeRequest request = new ProbeRequest(
                    instance.sightings().endpoints(),
                    key.get(),
                    instance.access().hostKey(),
                    session.terms().consumerKey(),
                    PROBE_TIMEOUT);
            SessionId id = session.id();
            lanes.probe(id, () -> report.accept(id, new Observation.Probed(instance.id(), probe.probe(request))));
            return Optional.empty();
        }

        @Override
        public Optional<Observation> destroy(Effect.Destroy effect) {
            InstanceId id = effect.instance();
            try {
                DestroyOutcome outcome = provider.destroy(id);
                LOG.info("session {}: destroy of {} {}", session.id(), id, outcome);
                boolean says = outcome == DestroyOutcome.ACCEPTED || isBilledAccount(id);
                return Optional.of(
                        says ? new Observation.DestroyAnswered(id, outcome) : new Observation.DestroyRefused(id));
            } catch (ProviderException refused) {
                LOG.warn("session {}: {} is not destroyed yet: {}", session.id(), id, refused.getMessage());
                return Optional.of(new Observation.DestroyRefused(id));
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
