package io.gpushopper.simulation;

import io.gpushopper.domain.health.OfferFailure;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.MonthSpend;
import io.gpushopper.domain.spending.SpendGuard;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionMark;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.StoredReply;
import io.gpushopper.ports.WatchStore;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The store as one process sees it while it lives. Engines that are broken on purpose see another one. */
class MortalStore implements SessionStore {
    private final SessionStore store;
    private final Life life;

    MortalStore(SessionStore store, Life life) {
        this.store = store;
        this.life = life;
    }

    @Override
    public void create(SessionCreation creation) {
        boolean done = life.step(() -> {
            store.create(creation);
            return true;
        });
        if (!done) {
            throw new IllegalStateException("a create is done or throws");
        }
    }

    @Override
    public Optional<StoredReply> findReply(IdempotencyKey key) {
        return life.step(() -> store.findReply(key));
    }

    @Override
    public void freeReply(IdempotencyKey key, SessionId session) {
        life.step(() -> {
            store.freeReply(key, session);
            return true;
        });
    }

    @Override
    public int forgetReplies(Instant before) {
        return life.step(() -> store.forgetReplies(before));
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return life.step(() -> store.find(id));
    }

    @Override
    public Optional<Session> take(SessionId id) {
        return life.step(() -> store.take(id));
    }

    @Override
    public Optional<Session> save(Decision decision, Durability durability, SpendGuard guard) {
        return life.step(() -> store.save(decision, durability, guard));
    }

    @Override
    public Optional<Session> amend(
            SessionId id, Function<Session, Decision> change, Durability durability, SpendGuard guard) {
        return life.step(() -> store.amend(id, change, durability, guard));
    }

    @Override
    public DeploymentLoad load() {
        return life.step(store::load);
    }

    @Override
    public MonthSpend spend(ConsumerId consumer, YearMonth month, Instant now) {
        return life.step(() -> store.spend(consumer, month, now));
    }

    @Override
    public boolean firstWarning(ConsumerId consumer, YearMonth month) {
        return life.step(() -> store.firstWarning(consumer, month));
    }

    @Override
    public Optional<SshPrivateKey> engineKey(SessionId id) {
        return life.step(() -> store.engineKey(id));
    }

    @Override
    public Optional<SetupSecrets> setupSecrets(SessionId id) {
        return life.step(() -> store.setupSecrets(id));
    }

    @Override
    public Optional<String> tokenHash(SessionId id) {
        return life.step(() -> store.tokenHash(id));
    }

    @Override
    public boolean markUsed(SessionId id, Instant at) {
        return life.step(() -> store.markUsed(id, at));
    }

    @Override
    public Optional<Instant> lastUsedAt(SessionId id) {
        return life.step(() -> store.lastUsedAt(id));
    }

    @Override
    public Set<String> rentedMachines(ProviderId provider, Set<String> among) {
        return life.step(() -> store.rentedMachines(provider, among));
    }

    @Override
    public List<OfferFailure> offerFailures(Instant after) {
        return life.step(() -> store.offerFailures(after));
    }

    @Override
    public List<Session> list(SessionQuery query) {
        return life.step(() -> store.list(query));
    }

    @Override
    public List<Session> unfinished() {
        return life.step(store::unfinished);
    }

    @Override
    public List<RecordedEvent> events(SessionId id, long after, int most) {
        return life.step(() -> store.events(id, after, most));
    }

    @Override
    public List<Session> findAll(Set<SessionId> ids) {
        return life.step(() -> store.findAll(ids));
    }

    @Override
    public Optional<SessionId> findActive(ConsumerId consumer, OfferId offer) {
        return life.step(() -> store.findActive(consumer, offer));
    }

    @Override
    public Map<SessionId, SessionMark> marks(Set<SessionId> ids) {
        return life.step(() -> store.marks(ids));
    }

    @Override
    public int count(SessionFilter filter) {
        return life.step(() -> store.count(filter));
    }

    /** A process that died does nothing here either: whatever it does next is a step elsewhere. */
    @Override
    public WatchStore watch() {
        return life.step(store::watch);
    }
}
