package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.health.OfferFailure;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.MonthSpend;
import io.gpushopper.domain.spending.SpendGuard;
import io.gpushopper.persistence.SessionSecrets.Kind;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.CostQuery;
import io.gpushopper.ports.DuplicateSessionException;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.IdempotencyKeyTakenException;
import io.gpushopper.ports.KeptReply;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionMark;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.StoreException;
import io.gpushopper.ports.StoredReply;
import io.gpushopper.ports.WatchStore;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/**
 * The session aggregate in its tables. Whoever writes a session locks its row first and then touches what hangs on it, the
 * queue's row included, so that writers of one session follow each other and never deadlock. Whoever commits to spending more locks
 * the one row for that before. Thread-safe.
 */
final class JdbiSessionStore implements SessionStore, CostLedger {
    private static final String LOCK = "select id from sessions where id = :id for update";
    private static final String RAISE = "update sessions set version = version + 1, epoch = epoch + 1 where id = :id";
    // One statement and no stamp: a heartbeat neither waits for a decision nor undoes one.
    private static final String USED = "update sessions set last_used_at = case"
            + " when last_used_at is null or last_used_at < :at then :at else last_used_at end"
            + " where id = :id and active_key is not null";
    private static final String CLAIM =
            "update sessions set version = version + 1 where id = :id and version = :version and epoch = :epoch";

    private final Database database;
    private final SessionSecrets secrets;
    private final Consumer<Session> written;
    private final WatchStore watch;

    /**
     * A store over that database.
     *
     * @param written told of each session that was written, after the commit; quick
     */
    JdbiSessionStore(Database database, SessionSecrets secrets, Consumer<Session> written) {
        this.database = requireNonNull(database, "database");
        this.secrets = requireNonNull(secrets, "secrets");
        this.written = requireNonNull(written, "written");
        this.watch = new JdbiWatchStore(database);
    }

    @Override
    public void create(SessionCreation creation) {
        Session session = creation.session();
        byte[] engineKey = secrets.encrypted(
                session.id(), Kind.ENGINE_KEY, creation.engineKey().reveal());
        byte[] setup = secrets.encrypted(session.id(), Kind.SETUP, SetupForm.text(creation.setup()));
        KeptReply reply = creation.reply();
        SshPrivateKey consumerKey = reply == null ? null : reply.consumerKey();
        byte[] consumerSecret =
                consumerKey == null ? null : secrets.encrypted(session.id(), Kind.CONSUMER_KEY, consumerKey.reveal());
        try {
            write(creation.guard(), Durability.SYNCED, handle -> {
                SpendRows.lock(handle, creation.guard());
                SpendRows.admit(handle, session, creation.guard());
                SessionRows.insert(handle, session, engineKey, setup, creation.tokenHash());
                AttemptRows.insert(handle, session.id(), session.attempts());
                InstanceRows.put(handle, session.id(), session.instances());
                EventRows.append(handle, creation.events());
                if (reply != null) {
                    ReplyRows.insert(handle, session, reply, consumerSecret);
                }
                TaskRows.place(handle, session);
                return session;
            });
        } catch (StoreException e) {
            throw Database.isUniqueViolation(e) ? taken(session, reply, e) : e;
        }
        written.accept(session);
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return database.read(handle -> SessionSelection.one(handle, id));
    }

    @Override
    public List<Session> findAll(Set<SessionId> ids) {
        return ids.isEmpty() ? List.of() : database.read(handle -> SessionSelection.all(handle, ids));
    }

    @Override
    public Optional<SessionId> findActive(ConsumerId consumer, OfferId offer) {
        return database.read(handle -> handle.createQuery("select id from sessions where active_key = :pair")
                .bind("pair", SessionRows.pair(consumer, offer))
                .map((results, context) -> new Row(results).session("id"))
                .findOne());
    }

    @Override
    public Map<SessionId, SessionMark> marks(Set<SessionId> ids) {
        return ids.isEmpty() ? Map.of() : database.read(handle -> SessionSelection.marks(handle, ids));
    }

    @Override
    public Optional<Session> take(SessionId id) {
        return database.write(Durability.COMMITTED, handle -> {
            handle.createUpdate(RAISE).bind("id", id.value()).execute();
            return SessionSelection.one(handle, id);
        });
    }

    @Override
    public Optional<Session> save(Decision decision, Durability durability, SpendGuard guard) {
        Session next = decision.next();
        Session.Stamp stamp = next.stamp();
        try {
            Optional<Session> saved = write(guard, durability, handle -> {
                SpendRows.lock(handle, guard);
                boolean current = handle.createUpdate(CLAIM)
                                .bind("id", next.id().value())
                                .bind("version", stamp.version())
                                .bind("epoch", stamp.epoch())
                                .execute()
                        > 0;
                return current ? Optional.of(write(handle, decision, stamp, guard)) : Optional.empty();
            });
            saved.ifPresent(written);
            return saved;
        } catch (StoreException e) {
            throw Database.isUniqueViolation(e) ? taken(next, null, e) : e;
        }
    }

    @Override
    public Optional<Session> amend(
            SessionId id, Function<Session, Decision> change, Durability durability, SpendGuard guard) {
        Optional<Session> amended = write(guard, durability, handle -> {
            SpendRows.lock(handle, guard);
            lock(handle, id);
            return SessionSelection.one(handle, id)
                    .map(known -> write(handle, decided(known, change), known.stamp(), guard));
        });
        amended.ifPresent(written);
        return amended;
    }

    @Override
    public Optional<SshPrivateKey> engineKey(SessionId id) {
        return secret(id, "engine_secret", Kind.ENGINE_KEY).map(SshPrivateKey::new);
    }

    @Override
    public Optional<SetupSecrets> setupSecrets(SessionId id) {
        return secret(id, "setup_secret", Kind.SETUP).map(SetupForm::parse);
    }

    @Override
    public Optional<String> tokenHash(SessionId id) {
        return database.read(handle -> handle.createQuery(
                        "select token_hash from sessions where id = :id and token_hash is not null")
                .bind("id", id.value())
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public boolean markUsed(SessionId id, Instant at) {
        return database.write(
                Durability.COMMITTED,
                handle -> handle.createUpdate(USED)
                                .bind("id", id.value())
                                .bind("at", Columns.stored(at))
                                .execute()
                        > 0);
    }

    @Override
    public Optional<Instant> lastUsedAt(SessionId id) {
        return database.read(handle -> handle.createQuery(
                        "select last_used_at from sessions where id = :id and last_used_at is not null")
                .bind("id", id.value())
                .map((results, context) -> new Row(results).time("last_used_at"))
                .findOne());
    }

    private Optional<String> secret(SessionId id, String column, Kind kind) {
        return database.read(handle -> handle.createQuery(
                                "select " + column + " from sessions where id = :id and " + column + " is not null")
                        .bind("id", id.value())
                        .map((results, context) -> results.getBytes(column))
                        .findOne())
                .flatMap(stored -> secrets.decrypted(id, kind, stored));
    }

    @Override
    public Optional<StoredReply> findReply(IdempotencyKey key) {
        return database.read(handle -> ReplyRows.find(handle, key, secrets));
    }

    @Override
    public void freeReply(IdempotencyKey key, SessionId session) {
        database.write(Durability.SYNCED, handle -> {
            ReplyRows.free(handle, key, session);
            return key;
        });
    }

    @Override
    public int forgetReplies(Instant before) {
        return database.write(Durability.COMMITTED, handle -> ReplyRows.forget(handle, before));
    }

    @Override
    public List<Session> list(SessionQuery query) {
        return database.read(handle -> SessionSelection.asked(handle, query));
    }

    @Override
    public int count(SessionFilter filter) {
        return database.read(handle -> SessionSelection.count(handle, filter));
    }

    @Override
    public List<Session> unfinished() {
        return database.read(SessionSelection::unfinished);
    }

    @Override
    public List<Session> unfinishedAt(ProviderId provider) {
        return database.read(handle -> SessionSelection.unfinishedAt(handle, provider));
    }

    @Override
    public boolean hasUnfinishedAt(ProviderId provider) {
        return database.read(handle -> SessionSelection.hasUnfinishedAt(handle, provider));
    }

    @Override
    public List<RecordedEvent> events(SessionId id, long after, int most) {
        return database.read(handle -> EventRows.of(handle, id, after, most));
    }

    @Override
    public List<LedgerInterval> intervals(SessionId session) {
        return database.read(handle -> LedgerRows.of(handle, session));
    }

    @Override
    public Map<SessionId, List<LedgerEntry>> books(Collection<SessionId> sessions) {
        return database.read(handle -> LedgerRows.books(handle, sessions));
    }

    @Override
    public List<LedgerCorrection> correct(SessionId id, Function<List<LedgerEntry>, List<LedgerCorrection>> missing) {
        return database.write(Durability.COMMITTED, handle -> {
            lock(handle, id);
            Session session = SessionSelection.one(handle, id).orElse(null);
            if (session == null) {
                return List.of();
            }
            List<LedgerEntry> books = LedgerRows.books(handle, List.of(id)).getOrDefault(id, List.of());
            List<LedgerCorrection> corrections = List.copyOf(missing.apply(books));
            LedgerRows.correct(handle, session, books, corrections);
            return corrections;
        });
    }

    @Override
    public CostReport report(CostQuery query, Instant now) {
        return database.read(handle -> CostDayRows.report(handle, query, now));
    }

    @Override
    public List<SessionId> charged(CostQuery query) {
        return database.read(handle -> CostDayRows.charged(handle, query));
    }

    @Override
    public Map<ProviderId, Accrued> spent(Instant now) {
        return database.read(handle -> CostDayRows.spent(handle, now));
    }

    @Override
    public List<OfferFailure> offerFailures(Instant after) {
        return database.read(handle -> AttemptRows.failures(handle, after));
    }

    @Override
    public Set<String> rentedMachines(ProviderId provider, Set<String> among) {
        return among.isEmpty() ? Set.of() : database.read(handle -> AttemptRows.machines(handle, provider, among));
    }

    @Override
    public DeploymentLoad load() {
        return database.read(SpendRows::load);
    }

    @Override
    public MonthSpend spend(ConsumerId consumer, YearMonth month, Instant now) {
        return database.read(handle -> SpendRows.spend(handle, consumer, month, now));
    }

    @Override
    public boolean firstWarning(ConsumerId consumer, YearMonth month) {
        return database.write(Durability.COMMITTED, handle -> SpendRows.warn(handle, consumer, month));
    }

    @Override
    public WatchStore watch() {
        return watch;
    }

    private <T> T write(SpendGuard guard, Durability durability, HandleCallback<T, RuntimeException> work) {
        return guard.isNone() ? database.write(durability, work) : database.writeInTurn(durability, work);
    }

    private static void lock(Handle handle, SessionId id) {
        handle.createQuery(LOCK).bind("id", id.value()).mapTo(String.class).list();
    }

    private static Decision decided(Session known, Function<Session, Decision> change) {
        Decision decision = change.apply(known);
        if (!decision.next().id().equals(known.id())) {
            throw new IllegalArgumentException("a decision about another session");
        }
        return decision;
    }

    /** Everything that a decision changes; its session's row is locked. */
    private static Session write(Handle handle, Decision decision, Session.Stamp stamp, SpendGuard guard) {
        SpendRows.admit(handle, decision.next(), guard);
        Session next = decision.next().stamped(new Session.Stamp(stamp.version() + 1, stamp.epoch()));
        SessionRows.update(handle, next);
        AttemptRows.put(handle, next.id(), next.attempts());
        InstanceRows.put(handle, next.id(), next.instances());
        LedgerRows.book(handle, next, decision.ledger());
        EventRows.append(handle, decision.events());
        TaskRows.place(handle, next);
        return next;
    }

    /** Why a session could not be written: its request is recorded already, the consumer's other one on that offer, or a row of the same key. */
    private RuntimeException taken(Session session, @Nullable KeptReply reply, StoreException cause) {
        if (reply != null && findReply(reply.request().key()).isPresent()) {
            return new IdempotencyKeyTakenException();
        }
        Optional<String> existing = database.read(handle -> handle.createQuery(
                        "select id from sessions where active_key = :pair and id <> :id")
                .bind(
                        "pair",
                        SessionRows.pair(
                                session.terms().consumer(), session.terms().offer()))
                .bind("id", session.id().value())
                .mapTo(String.class)
                .findOne());
        return existing.<RuntimeException>map(id -> new DuplicateSessionException(new SessionId(id)))
                .orElseGet(() -> new StoreException(
                        "the session " + session.id() + " could not be written: another row has its key", cause));
    }
}
