package io.gpushopper.application;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.Actor;
import io.gpushopper.domain.session.CostCap;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Delivery;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.IllegalTransitionException;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionDecider;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.spending.SpendGuard;
import io.gpushopper.ports.DuplicateSessionException;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.IdempotentRequest;
import io.gpushopper.ports.KeptReply;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SessionToken;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.StoreException;
import io.gpushopper.ports.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What consumers ask for: a session to be made, ended or extended. It writes down what is wanted and waits for what becomes of it;
 * all else is the engine's. Thread-safe.
 */
final class SessionDesk {
    private static final Logger LOG = LoggerFactory.getLogger(SessionDesk.class);
    // A create that has waited its time answers at once; more is a process that died or hangs.
    private static final Duration ANSWER_MARGIN = Duration.ofMinutes(3);
    private static final int MOST_KEYS = 16;
    // A login takes a second or two; what takes longer goes on by itself.
    private static final Duration KEY_WAIT = Duration.ofSeconds(10);

    private static final EndCause WITHDRAWN =
            EndCause.failure(FailureType.INTERNAL, "the session could not be recorded for certain");

    private static final Duration END_AGAIN = Duration.ofSeconds(5);

    private final SessionStore sessions;
    private final Inventory inventory;
    private final Providers providers;
    private final Templates templates;
    private final Spending spending;
    private final FundsWatch funds;
    private final KeyMaker keys;
    private final SessionReporter reporter;
    private final SessionSignals signals;
    private final Threads threads;
    private final Replays replays;
    private final UnsavedEnds unsavedEnds;
    private final DoubtfulCreates doubtful;
    private final Ownership ownership;
    private final EngineSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;

    SessionDesk(
            EngineParts parts,
            Inventory inventory,
            Providers providers,
            Templates templates,
            Spending spending,
            FundsWatch funds,
            SessionReporter reporter,
            SessionSignals signals,
            Replays replays,
            UnsavedEnds unsavedEnds,
            Threads threads) {
        this.sessions = parts.sessions();
        this.keys = parts.keys();
        this.ownership = parts.ownership();
        this.settings = parts.settings();
        this.clock = parts.clock();
        this.random = parts.random();
        this.inventory = inventory;
        this.providers = providers;
        this.templates = templates;
        this.spending = spending;
        this.funds = funds;
        this.reporter = reporter;
        this.signals = signals;
        this.replays = replays;
        this.unsavedEnds = unsavedEnds;
        this.threads = threads;
        this.doubtful = new DoubtfulCreates(parts.sessions(), threads, parts.clock());
    }

    /**
     * See {@link GpuShopper#createSession}.
     *
     * @param request what makes it repeatable; null when it is not
     */
    CompletionStage<CreatedSession> create(NewSession wanted, @Nullable IdempotentRequest request)
            throws InterruptedException {
        Optional<CreatedSession> replay = replayed(request);
        if (replay.isPresent()) {
            return CompletableFuture.completedStage(replay.get());
        }
        try {
            return buy(wanted, request);
        } catch (RuntimeException refusal) {
            // The same request may have come twice at once, and what refuses this one may be that the other was
            // recorded.
            return CompletableFuture.completedStage(replayed(request).orElseThrow(() -> refusal));
        }
    }

    private Optional<CreatedSession> replayed(@Nullable IdempotentRequest request) {
        Optional<CreatedSession> replay = request == null ? Optional.empty() : replays.find(request);
        replay.ifPresent(told -> doubtful.told(told.session().id()));
        return replay;
    }

    private CompletionStage<CreatedSession> buy(NewSession asked, @Nullable IdempotentRequest request)
            throws InterruptedException {
        refuseDuplicate(asked);
        Offer offer = inventory.require(asked.offer());
        refuseTooLong("reservation_hours", asked.reservation(), offer);
        Provider provider = providers.require(offer.id().provider());
        refuseKeeping(asked, provider);
        NewSession wanted = templates.applied(asked, offer, provider);
        Offer agreed = AgreedOffer.of(wanted, offer, provider);
        refuseUselessCap(wanted, agreed);
        refuseLongWait(provider);
        AccountId account = providers.account(provider.id());
        SshPublicKey ownKey = wanted.ownKey();
        boolean hasLogin = wanted.options().setup().hasLogin();
        SshKeyPair made = hasLogin && ownKey == null ? keys.consumerKey() : null;
        List<SshPublicKey> consumerKeys = Stream.of(ownKey, made == null ? null : made.publicKey())
                .flatMap(Stream::ofNullable)
                .toList();
        SshKeyPair engineKey = keys.engineKey();
        SshPrivateKey privateKey = made == null ? null : made.privateKey();
        KeptReply reply = request == null ? null : new KeptReply(request, privateKey);
        Delivery delivery = delivery(reply, ownKey);
        Session session = written(wanted, agreed, account, consumerKeys, engineKey.publicKey(), delivery);
        funds.admit(agreed);
        try {
            create(creation(session, wanted.secrets(), engineKey).answeredBy(reply));
        } catch (RuntimeException refused) {
            funds.giveBack(agreed);
            throw refused;
        }
        return purchased(session.id())
                .thenApply(settled -> {
                    refuseFailed(settled, request);
                    settled.attempts().forEach(attempt -> inventory.withdraw(attempt.offer()));
                    return new CreatedSession(delivered(settled), privateKey, false);
                })
                .whenComplete((created, failure) -> {
                    if (failure != null) {
                        endUndelivered(session.id());
                    }
                });
    }

    private CompletionStage<Session> purchased(SessionId id) {
        try {
            return signals.await(id, Session::isPurchaseSettled, settings.createWait());
        } catch (RuntimeException unwatched) {
            return CompletableFuture.failedStage(unwatched);
        }
    }

    /** A store that fails may have committed all the same: nobody would know of what is bought then. */
    private void create(SessionCreation creation) {
        try {
            SpendGuard guard = spending.purchase(creation.session().terms().consumer());
            spending.guarded(() -> sessions.create(creation.guardedBy(guard)));
        } catch (StoreException failed) {
            doubtful.withdraw(
                    creation.session().id(), current -> decide(current, new Observation.EndWanted(WITHDRAWN)));
            throw failed;
        }
    }

    /** It is on the disk before the first byte of the answer that the key is being given out. */
    private Session delivered(Session settled) {
        if (settled.delivery().dueBy() == null) {
            return settled;
        }
        return sessions.amend(settled.id(), session -> Decision.of(session.delivered()), Durability.SYNCED)
                .orElse(settled);
    }

    /** See {@link GpuShopper#endUndelivered}. */
    void endUndelivered(SessionId id) {
        try {
            if (isUndelivered(require(id))) {
                amend(
                        id,
                        session ->
                                isUndelivered(session) ? end(session, StopReason.UNDELIVERED) : Decision.of(session));
            }
        } catch (StoreException unsaved) {
            LOG.error(
                    "session {}: its key reached nobody, and its end could not be saved; it is tried again",
                    id,
                    unsaved);
            threads.after(END_AGAIN, () -> endUndelivered(id));
        }
    }

    private static boolean isUndelivered(Session session) {
        Delivery.Way way = session.delivery().way();
        return session.isActive() && (way == Delivery.Way.OWED || way == Delivery.Way.BEGUN);
    }

    /** See {@link GpuShopper#estimate}. */
    CostEstimate estimate(OfferId id, Duration reservation, @Nullable Integer diskGb) {
        Offer offer = inventory.require(id);
        refuseTooLong("hours", reservation, offer);
        Offer shaped = AgreedOffer.withDisk(diskGb, offer, providers.require(id.provider()));
        Instant now = clock.instant();
        return new CostEstimate(
                shaped, reservation, Duration.between(now, latestEnd(now, now.plus(reservation), offer)));
    }

    Session require(SessionId id) {
        return sessions.find(id).orElseThrow(() -> new NotFoundException("session", id.value()));
    }

    /** See {@link GpuShopper#finishSession}. */
    Session finish(SessionId id) {
        return endInAnyCase(id, StopReason.DONE);
    }

    /** See {@link GpuShopper#extendSession}. */
    Session extend(SessionId id, Duration more) {
        SpendGuard guard = spending.extension(require(id).terms().consumer());
        return amend(
                id,
                session -> {
                    Session longer = session.extendedBy(more);
                    String reason = "reservation extended to " + longer.terms().expiresAt();
                    SessionEvent event = new SessionEvent(
                            id, clock.instant(), session.status(), session.status(), reason, Actor.CONSUMER);
                    return decide(longer, new Observation.Tick()).noting(event);
                },
                guard);
    }

    /** See {@link GpuShopper#deleteSession}. */
    CompletionStage<Session> delete(SessionId id) {
        Session ending = end(id);
        if (ending.isAllOver() || ending.hasOpenAttempt() || ending.isActive()) {
            return CompletableFuture.completedStage(ending);
        }
        return signals.await(id, Session::isAllOver, settings.deleteWait());
    }

    /** Takes down that nothing of the session is to be left; what ends so already or is all over stays as it is. */
    Session end(SessionId id) {
        return endInAnyCase(id, StopReason.DELETED);
    }

    /** Also when the store takes nothing: then the session is given as it was last known, and is not ending yet. */
    private Session endInAnyCase(SessionId id, StopReason reason) {
        try {
            return saveEnd(id, reason);
        } catch (StoreException unsaved) {
            return unsavedEnds.take(id, reason, unsaved, this::saveEnd);
        }
    }

    private Session saveEnd(SessionId id, StopReason reason) {
        return amend(id, session -> {
            if (reason == StopReason.DONE && !session.isActive()) {
                throw new IllegalTransitionException(id, session.state(), "it can't be shut down again");
            }
            return session.isAllOver() ? Decision.of(session) : end(session, reason);
        });
    }

    /** See {@link GpuShopper#addKey}. */
    CompletionStage<Session> addKey(SessionId id, SshPublicKey key) {
        refuseKey(require(id));
        Session keyed = amend(id, session -> Decision.of(withKey(session, key)));
        return keyed.state() instanceof SessionState.Running
                ? signals.await(id, session -> session.letsEveryKeyIn() || !session.isActive(), KEY_WAIT)
                : CompletableFuture.completedFuture(keyed);
    }

    private static void refuseKey(Session session) {
        if (!session.terms().options().setup().hasLogin()) {
            throw new InvalidRequestException(
                    "ssh_public_key", "ssh_public_key needs launch_mode ssh: nobody logs into " + session.id());
        }
    }

    private Session withKey(Session session, SshPublicKey key) {
        Session keyed = session.withKey(key, clock.instant());
        if (keyed.terms().consumerKeys().size() > MOST_KEYS) {
            throw new InvalidRequestException(
                    "ssh_public_key", "ssh_public_key: a session takes at most " + MOST_KEYS + " keys");
        }
        return keyed;
    }

    private Session amend(SessionId id, Function<Session, Decision> change) {
        return amend(id, change, SpendGuard.NONE);
    }

    private Session amend(SessionId id, Function<Session, Decision> change, SpendGuard guard) {
        Decision[] applied = new Decision[1];
        Session before = require(id);
        Session after = spending.guarded(() ->
                        sessions.amend(id, session -> applied[0] = change.apply(session), Durability.SYNCED, guard))
                .orElseThrow(() -> new NotFoundException("session", before.id().value()));
        reporter.decided(after, new Observation.Tick(), applied[0]);
        return after;
    }

    private Decision end(Session session, StopReason reason) {
        return decide(session, new Observation.EndWanted(EndCause.of(reason)));
    }

    /** What was asked for is taken down at once, and its effects are left to the engine, which is to look now. */
    private Decision decide(Session session, Observation wanted) {
        Instant now = clock.instant();
        return SessionDecider.decide(session, wanted, providers.policy(session.provider()), now)
                .leftToTheEngine(now);
    }

    private Session written(
            NewSession wanted,
            Offer agreed,
            AccountId account,
            List<SshPublicKey> consumerKeys,
            SshPublicKey engineKey,
            Delivery delivery) {
        Instant now = clock.instant();
        Instant end = now.plus(wanted.reservation());
        SessionId id = SessionId.random(random);
        SessionTerms terms = new SessionTerms(
                wanted.consumer(),
                agreed.id(),
                agreed.gpus(),
                agreed.price(),
                agreed.diskGb(),
                wanted.workload(),
                wanted.reservation(),
                wanted.idleThresholdMinutes(),
                now,
                end,
                latestEnd(now, end, agreed),
                wanted.bootTimeout(),
                wanted.sshTimeout(),
                consumerKeys,
                engineKey,
                wanted.options());
        Tag tag = new Tag(ownership.deployment().id(), id, 1, now);
        return Session.pending(id, terms, LaunchAttempt.written(tag, agreed, account, now), delivery);
    }

    private SessionCreation creation(Session session, SetupSecrets asked, SshKeyPair engineKey) {
        SessionToken token = SessionToken.random(random);
        return SessionCreation.of(session, engineKey.privateKey())
                .settingUp(asked.with(SessionToken.VARIABLE, token.reveal()), token.hash());
    }

    /** What serves without a login is owed like a key: whoever never learns of it has no use for it. */
    private Delivery delivery(@Nullable KeptReply reply, @Nullable SshPublicKey ownKey) {
        if (reply != null) {
            return Delivery.STORED;
        }
        return ownKey == null
                ? Delivery.owedBy(clock.instant().plus(settings.createWait()).plus(ANSWER_MARGIN))
                : Delivery.BROUGHT;
    }

    /** Nobody can stay longer than the hard limit, or than the provider rents the machine out. */
    private Instant latestEnd(Instant now, Instant reserved, Offer offer) {
        Instant latest = now.plus(settings.hardLimit());
        Instant until = offer.rentableUntil();
        if (until != null && until.isBefore(latest)) {
            latest = until;
        }
        return latest.isBefore(reserved) ? reserved : latest;
    }

    private static void refuseKeeping(NewSession wanted, Provider provider) {
        if (wanted.options().keepFor() != null && !provider.traits().keepsStorage()) {
            throw new ProviderException(
                    provider.id(),
                    ErrorKind.UNSUPPORTED,
                    "storage_policy: preserve is not there at " + provider.id()
                            + ", which charges a stopped machine as a running one");
        }
    }

    private void refuseDuplicate(NewSession wanted) {
        sessions.findActive(wanted.consumer(), wanted.offer()).ifPresent(existing -> {
            throw new DuplicateSessionException(existing);
        });
    }

    private void refuseTooLong(String field, Duration reservation, Offer offer) {
        if (reservation.compareTo(settings.hardLimit()) > 0) {
            throw new InvalidRequestException(
                    field, field + " must be at most " + settings.hardLimit().toHours());
        }
        Instant until = offer.rentableUntil();
        if (until == null) {
            return;
        }
        Duration left = Duration.between(clock.instant(), until);
        if (left.compareTo(reservation) < 0) {
            throw new InvalidRequestException(
                    field,
                    field + " must be at most " + Math.max(0, left.toHours())
                            + " for this offer: the provider rents the machine no longer");
        }
    }

    private static void refuseUselessCap(NewSession wanted, Offer agreed) {
        Usd cap = wanted.options().limits().maxTotal();
        Usd least = agreed.price().over(CostCap.NOTICE);
        if (cap != null && cap.compareTo(least) <= 0) {
            throw new InvalidRequestException(
                    "max_total_cost",
                    "max_total_cost must be more than " + least.shown().toPlainString()
                            + " for this offer: so much it costs in the " + CostCap.NOTICE.toMinutes()
                            + " minutes that are kept for its end");
        }
    }

    private static void refuseLongWait(Provider provider) {
        Duration wait = provider.launchWait();
        if (wait.compareTo(EffectRunner.LONGEST_TURN) > 0) {
            throw new ProviderException(
                    provider.id(), ErrorKind.RATE_LIMITED, "too many purchases wait for their turn", wait, null);
        }
    }

    private void refuseFailed(Session session, @Nullable IdempotentRequest request) {
        EndCause.Failure failure = session.endCause().map(EndCause::failure).orElse(null);
        if (failure == null) {
            return;
        }
        if (failure.type() == FailureType.STALE_INVENTORY) {
            inventory.withdraw(session.terms().offer());
        }
        if (request != null) {
            replays.free(request, session);
        }
        throw new SessionFailedException(session, failure);
    }
}
