package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.health.OfferFailure;
import io.gpushopper.domain.ledger.CostCell;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.MonthSpend;
import io.gpushopper.domain.spending.SpendGuard;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that knows what is on its disk: {@link #powerCut()} forgets what was committed after the last synced
 * commit, and {@link #synced} reads what would survive one. Sessions come in the order of their ids wherever the port promises
 * none, so that a simulation runs the same twice. Thread-safe.
 */
public final class FakeSessionStore implements SessionStore, CostLedger {
    private static final Comparator<Session> NEWEST_FIRST = Comparator.comparing(
                    (Session session) -> session.terms().createdAt())
            .thenComparing(Session::id)
            .reversed();

    private TreeMap<SessionId, StoredSession> committed = new TreeMap<>();
    private TreeMap<SessionId, StoredSession> onDisk = new TreeMap<>();
    private final Map<InstanceId, SessionId> owners = new HashMap<>();
    private long lastEvent;
    private final Set<String> warnings = new HashSet<>();
    private boolean secretsAreReadable = true;
    private final List<BiConsumer<Optional<Session>, Session>> commitWitnesses = new ArrayList<>();
    private StoreTrouble trouble = StoreTrouble.NONE;
    private int troubled;
    private int troublesMet;
    private FakeWatchStore watch = new FakeWatchStore(this::all);

    @Override
    public synchronized void create(SessionCreation creation) {
        Session session = creation.session();
        if (committed.containsKey(session.id())) {
            throw new StoreException("the session " + session.id() + " is stored already", null);
        }
        KeptReply reply = creation.reply();
        if (reply != null && findReply(reply.request().key()).isPresent()) {
            throw new IdempotencyKeyTakenException();
        }
        for (StoredSession known : committed.values()) {
            refuseTwin(session, known.session());
        }
        refuseForeignInstances(session);
        creation.guard().admit(session, new Others(session, creation.guard().now()));
        write(StoredSession.of(creation, recorded(creation.events())), Durability.SYNCED);
    }

    @Override
    public synchronized Optional<Session> find(SessionId id) {
        return row(committed, id).map(StoredSession::session);
    }

    @Override
    public synchronized List<Session> findAll(Set<SessionId> ids) {
        return ids.stream().flatMap(id -> find(id).stream()).toList();
    }

    @Override
    public synchronized Optional<SessionId> findActive(ConsumerId consumer, OfferId offer) {
        return committed.values().stream()
                .map(StoredSession::session)
                .filter(session -> !(session.state() instanceof SessionState.Over))
                .filter(session -> session.terms().consumer().equals(consumer))
                .filter(session -> session.terms().offer().equals(offer))
                .map(Session::id)
                .findFirst();
    }

    @Override
    public synchronized Map<SessionId, SessionMark> marks(Set<SessionId> ids) {
        Map<SessionId, SessionMark> marks = new TreeMap<>();
        for (SessionId id : ids) {
            row(committed, id).ifPresent(known -> marks.put(id, mark(known)));
        }
        return marks;
    }

    @Override
    public synchronized Optional<Session> take(SessionId id) {
        return row(committed, id).map(known -> {
            Session.Stamp stamp = known.session().stamp();
            return write(
                    known.stamped(new Session.Stamp(stamp.version() + 1, stamp.epoch() + 1)), Durability.COMMITTED);
        });
    }

    @Override
    public synchronized Optional<Session> save(Decision decision, Durability durability, SpendGuard guard) {
        if (isMoving(decision.next())) {
            for (StoredSession known : committed.values()) {
                if (!known.session().id().equals(decision.next().id())) {
                    refuseTwin(decision.next(), known.session());
                }
            }
        }
        return row(committed, decision.next().id())
                .filter(known -> known.session().stamp().equals(decision.next().stamp()))
                .map(known -> apply(known, decision, durability, guard));
    }

    @Override
    public synchronized Optional<Session> amend(
            SessionId id, Function<Session, Decision> change, Durability durability, SpendGuard guard) {
        return row(committed, id).map(known -> apply(known, change.apply(known.session()), durability, guard));
    }

    @Override
    public synchronized DeploymentLoad load() {
        return committed.values().stream()
                .map(known -> DeploymentLoad.of(known.session()))
                .reduce(DeploymentLoad.NONE, DeploymentLoad::plus);
    }

    @Override
    public synchronized MonthSpend spend(ConsumerId consumer, YearMonth month, Instant now) {
        return spend(committed.values(), consumer, month, now);
    }

    @Override
    public synchronized boolean firstWarning(ConsumerId consumer, YearMonth month) {
        return warnings.add(consumer + " " + month);
    }

    @Override
    public synchronized Optional<SshPrivateKey> engineKey(SessionId id) {
        return row(committed, id).filter(known -> secretsAreReadable).map(StoredSession::engineKey);
    }

    @Override
    public synchronized Optional<SetupSecrets> setupSecrets(SessionId id) {
        return row(committed, id).filter(known -> secretsAreReadable).map(StoredSession::setup);
    }

    @Override
    public synchronized Optional<String> tokenHash(SessionId id) {
        return row(committed, id).map(StoredSession::tokenHash);
    }

    @Override
    public synchronized boolean markUsed(SessionId id, Instant at) {
        Optional<StoredSession> live =
                row(committed, id).filter(known -> !(known.session().state() instanceof SessionState.Over));
        live.ifPresent(known -> write(known.used(at), Durability.COMMITTED));
        return live.isPresent();
    }

    @Override
    public synchronized Optional<Instant> lastUsedAt(SessionId id) {
        return row(committed, id).map(StoredSession::lastUsedAt);
    }

    @Override
    public synchronized Optional<StoredReply> findReply(IdempotencyKey key) {
        return committed.values().stream()
                .filter(known -> known.answers(key))
                .findFirst()
                .map(known -> stored(known.session(), requireNonNull(known.reply())));
    }

    @Override
    public synchronized void freeReply(IdempotencyKey key, SessionId session) {
        row(committed, session)
                .filter(known -> known.answers(key))
                .ifPresent(known -> write(known.withoutReply(), Durability.SYNCED));
    }

    @Override
    public synchronized int forgetReplies(Instant before) {
        List<StoredSession> old = committed.values().stream()
                .filter(known -> known.reply() != null
                        && known.session().terms().createdAt().isBefore(before))
                .toList();
        old.forEach(known -> write(known.withoutReply(), Durability.COMMITTED));
        return old.size();
    }

    @Override
    public synchronized List<OfferFailure> offerFailures(Instant after) {
        return committed.values().stream()
                .flatMap(known -> known.session().attempts().stream())
                .flatMap(attempt -> Optional.ofNullable(attempt.failed()).stream()
                        .filter(failed -> failed.at().isAfter(after))
                        .map(failed -> new OfferFailure(attempt.offer(), attempt.gpu(), failed.type(), failed.at())))
                .toList();
    }

    @Override
    public synchronized Set<String> rentedMachines(ProviderId provider, Set<String> among) {
        return committed.values().stream()
                .flatMap(known -> known.session().attempts().stream())
                .filter(attempt ->
                        attempt.sent() != null && attempt.offer().provider().equals(provider))
                .map(LaunchAttempt::machine)
                .filter(machine -> machine != null && among.contains(machine))
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized List<Session> list(SessionQuery query) {
        return matching(query.filter())
                .sorted(NEWEST_FIRST)
                .filter(session -> isAfter(session, query.after()))
                .skip(query.offset())
                .limit(query.limit())
                .toList();
    }

    @Override
    public synchronized int count(SessionFilter filter) {
        return (int) matching(filter).count();
    }

    @Override
    public synchronized List<Session> unfinished() {
        return committed.values().stream()
                .map(StoredSession::session)
                .filter(session -> session.nextActAt() != null || !session.isAllOver())
                .toList();
    }

    @Override
    public synchronized WatchStore watch() {
        return watch;
    }

    private synchronized Collection<Session> all() {
        return committed.values().stream().map(StoredSession::session).toList();
    }

    @Override
    public synchronized List<RecordedEvent> events(SessionId id, long after, int most) {
        return row(committed, id).stream()
                .flatMap(known -> known.events().stream())
                .filter(event -> event.id() > after)
                .limit(most)
                .toList();
    }

    @Override
    public List<LedgerInterval> intervals(SessionId session) {
        return books(List.of(session)).getOrDefault(session, List.of()).stream()
                .map(LedgerEntry::line)
                .filter(LedgerInterval.class::isInstance)
                .map(LedgerInterval.class::cast)
                .toList();
    }

    @Override
    public synchronized Map<SessionId, List<LedgerEntry>> books(Collection<SessionId> sessions) {
        Map<SessionId, List<LedgerEntry>> books = new TreeMap<>();
        for (SessionId session : sessions) {
            row(committed, session).map(StoredSession::books).ifPresent(lines -> books.put(session, lines));
        }
        books.values().removeIf(List::isEmpty);
        return books;
    }

    @Override
    public synchronized List<LedgerCorrection> correct(
            SessionId id, Function<List<LedgerEntry>, List<LedgerCorrection>> missing) {
        StoredSession known = row(committed, id).orElse(null);
        if (known == null) {
            return List.of();
        }
        List<LedgerCorrection> corrections = List.copyOf(missing.apply(known.books()));
        write(known.corrected(corrections), Durability.COMMITTED);
        return corrections;
    }

    @Override
    public synchronized CostReport report(CostQuery query, Instant now) {
        return CostReport.of(
                asked(query).map(StoredSession::books).toList(),
                query.period().begin(),
                query.period().endBy(now));
    }

    @Override
    public synchronized List<SessionId> charged(CostQuery query) {
        return asked(query)
                // A line that runs would be split into every day of the period, be that millennia.
                .filter(known -> known.ledger().stream().anyMatch(LedgerEntry::isOpen)
                        || !report(known, query).cells().isEmpty())
                .map(known -> known.session().id())
                .toList();
    }

    @Override
    public synchronized Map<ProviderId, Accrued> spent(Instant now) {
        return CostReport.of(
                        committed.values().stream().map(StoredSession::books).toList(), Instant.EPOCH, now)
                .by(CostCell::provider);
    }

    private Stream<StoredSession> asked(CostQuery query) {
        return committed.values().stream()
                .filter(known -> query.isAbout(known.session().terms().consumer()));
    }

    private static CostReport report(StoredSession known, CostQuery query) {
        return CostReport.of(
                List.of(known.books()), query.period().begin(), query.period().end());
    }

    /** Called with each commit, with the session as it was before and as it is now. */
    public synchronized void onCommit(BiConsumer<Optional<Session>, Session> witness) {
        commitWitnesses.add(requireNonNull(witness, "witness"));
    }

    /** The next so many writes meet this. */
    public synchronized void trouble(StoreTrouble kind, int times) {
        trouble = requireNonNull(kind, "kind");
        troubled = times;
    }

    /** Whether writes meet nothing. */
    public synchronized boolean isWell() {
        return troubled == 0 || trouble == StoreTrouble.NONE;
    }

    /** How many writes met trouble so far. */
    public synchronized int troublesMet() {
        return troublesMet;
    }

    /** Every session, in the order of the ids. */
    public synchronized List<Session> everything() {
        return committed.values().stream().map(StoredSession::session).toList();
    }

    /** The encryption key is lost: no secret can be read any more. */
    public synchronized void loseEncryptionKey() {
        secretsAreReadable = false;
    }

    /** The power fails: only what a synced commit brought to the disk is left. */
    public synchronized void powerCut() {
        committed = new TreeMap<>(onDisk);
        owners.clear();
        committed.values().forEach(known -> own(known.session()));
    }

    /** What a backup that is made now holds. */
    public synchronized Image image() {
        return new Image(new TreeMap<>(onDisk), watch.copy(this::all));
    }

    /** The store is put back from a backup; whoever used it is to be dead. */
    public synchronized void restore(Image image) {
        onDisk = new TreeMap<>(image.rows);
        watch = image.watch.copy(this::all);
        powerCut();
    }

    /** The store is deleted, and a new one made in its place; whoever used it is to be dead. */
    public synchronized void lose() {
        onDisk = new TreeMap<>();
        watch = new FakeWatchStore(this::all);
        powerCut();
    }

    /** The session as it would be after a power cut at this moment. */
    public synchronized Optional<Session> synced(SessionId id) {
        return row(onDisk, id).map(StoredSession::session);
    }

    /** The sessions to be looked at by that moment: those that end first, then the longest overdue. */
    public synchronized List<SessionId> dueSessions(Instant now) {
        return committed.values().stream()
                .map(StoredSession::session)
                .filter(session -> isDue(session, now))
                .sorted(Comparator.comparing(Session::isActive)
                        .thenComparing(session -> requireNonNull(session.nextActAt()))
                        .thenComparing(Session::id))
                .map(Session::id)
                .toList();
    }

    /** When the next session is to be looked at; empty when none ever is. */
    public synchronized Optional<Instant> nextDueAt() {
        return committed.values().stream()
                .flatMap(known -> Optional.ofNullable(known.session().nextActAt()).stream())
                .min(Comparator.naturalOrder());
    }

    private static MonthSpend spend(Collection<StoredSession> rows, ConsumerId consumer, YearMonth month, Instant now) {
        List<StoredSession> theirs = rows.stream()
                .filter(row -> row.session().terms().consumer().equals(consumer))
                .toList();
        CostPeriod days = CostPeriod.month(month.atDay(1));
        CostReport over = CostReport.of(
                theirs.stream()
                        .filter(row -> row.session().isAllOver())
                        .map(StoredSession::books)
                        .toList(),
                days.begin(),
                days.endBy(now));
        List<Session> live = theirs.stream()
                .map(StoredSession::session)
                .filter(session -> !session.isAllOver())
                .toList();
        return MonthSpend.of(over.total().usd(), live, now);
    }

    private Session apply(StoredSession known, Decision decision, Durability durability, SpendGuard guard) {
        if (!decision.next().id().equals(known.session().id())) {
            throw new IllegalArgumentException("a decision about another session");
        }
        refuseForeignInstances(decision.next());
        guard.admit(decision.next(), new Others(decision.next(), guard.now()));
        Session.Stamp stamp = known.session().stamp();
        return write(
                known.after(
                        decision, recorded(decision.events()), new Session.Stamp(stamp.version() + 1, stamp.epoch())),
                durability);
    }

    private Session write(StoredSession row, Durability durability) {
        StoreTrouble met = meetTrouble();
        if (met != StoreTrouble.NONE && met != StoreTrouble.ANSWER_LOST) {
            throw new StoreException("the database can't be written: " + met, null);
        }
        Optional<Session> before = find(row.session().id());
        committed.put(row.session().id(), row);
        own(row.session());
        if (durability == Durability.SYNCED) {
            onDisk = new TreeMap<>(committed);
        }
        commitWitnesses.forEach(witness -> witness.accept(before, row.session()));
        if (met == StoreTrouble.ANSWER_LOST) {
            throw new StoreException("the connection to the database broke", null);
        }
        return row.session();
    }

    private StoreTrouble meetTrouble() {
        if (troubled == 0) {
            return StoreTrouble.NONE;
        }
        troubled--;
        troublesMet += trouble == StoreTrouble.NONE ? 0 : 1;
        return trouble;
    }

    private static StoredReply stored(Session session, KeptReply reply) {
        return new StoredReply(
                session.id(),
                reply.request().content(),
                session.terms().createdAt(),
                reply.consumerKey() == null ? StoredReply.Key.NONE : StoredReply.Key.READABLE,
                reply.consumerKey());
    }

    /** Only one that moves to another offer can come to have a twin. */
    private boolean isMoving(Session next) {
        return row(committed, next.id())
                .filter(known ->
                        known.session().terms().offer().equals(next.terms().offer()))
                .isEmpty();
    }

    private static void refuseTwin(Session session, Session known) {
        boolean same = known.terms().consumer().equals(session.terms().consumer())
                && known.terms().offer().equals(session.terms().offer());
        if (same && !(session.state() instanceof SessionState.Over) && !(known.state() instanceof SessionState.Over)) {
            throw new DuplicateSessionException(known.id());
        }
    }

    private void refuseForeignInstances(Session session) {
        for (Instance instance : session.instances()) {
            if (!owners.getOrDefault(instance.id(), session.id()).equals(session.id())) {
                throw new StoreException("the instance " + instance.id() + " belongs to another session", null);
            }
        }
    }

    private void own(Session session) {
        session.instances().forEach(instance -> owners.put(instance.id(), session.id()));
    }

    private List<RecordedEvent> recorded(List<SessionEvent> events) {
        List<RecordedEvent> recorded = new ArrayList<>();
        for (SessionEvent event : events) {
            lastEvent++;
            recorded.add(new RecordedEvent(lastEvent, event));
        }
        return recorded;
    }

    private static SessionMark mark(StoredSession known) {
        int events = known.events().size();
        return new SessionMark(
                known.session().stamp().version(),
                known.session().status(),
                events == 0 ? 0 : known.events().get(events - 1).id());
    }

    private Stream<Session> matching(SessionFilter filter) {
        Instant after = filter.createdAfter();
        Instant before = filter.createdBefore();
        return committed.values().stream()
                .map(StoredSession::session)
                .filter(session -> isOf(session, filter))
                .filter(session -> after == null || session.terms().createdAt().isAfter(after))
                .filter(session -> before == null || session.terms().createdAt().isBefore(before));
    }

    private static boolean isOf(Session session, SessionFilter filter) {
        return (filter.consumers() == null
                        || filter.consumers().contains(session.terms().consumer()))
                && (filter.provider() == null || filter.provider().equals(session.provider()))
                && (filter.statuses().isEmpty() || filter.statuses().contains(session.status()));
    }

    private static boolean isAfter(Session session, SessionQuery.@Nullable Place place) {
        return place == null
                || session.terms().createdAt().isBefore(place.createdAt())
                || (session.terms().createdAt().equals(place.createdAt())
                        && session.id().compareTo(place.id()) < 0);
    }

    private static boolean isDue(Session session, Instant now) {
        Instant at = session.nextActAt();
        return at != null && !at.isAfter(now);
    }

    private static Optional<StoredSession> row(Map<SessionId, StoredSession> rows, SessionId id) {
        @Nullable StoredSession row = rows.get(id);
        return Optional.ofNullable(row);
    }

    /** A backup of the store. Immutable. */
    public static final class Image {
        private final Map<SessionId, StoredSession> rows;
        private final FakeWatchStore watch;

        private Image(Map<SessionId, StoredSession> rows, FakeWatchStore watch) {
            this.rows = rows;
            this.watch = watch;
        }
    }

    /** What there is beside one session; asked under the store's lock. */
    private final class Others implements SpendGuard.Others {
        private final Session session;
        private final Instant now;

        Others(Session session, Instant now) {
            this.session = session;
            this.now = now;
        }

        @Override
        public DeploymentLoad load() {
            return rows().stream()
                    .map(known -> DeploymentLoad.of(known.session()))
                    .reduce(DeploymentLoad.NONE, DeploymentLoad::plus);
        }

        @Override
        public MonthSpend month() {
            return spend(rows(), session.terms().consumer(), CostPeriod.monthOf(now), now);
        }

        private List<StoredSession> rows() {
            return committed.values().stream()
                    .filter(known -> !known.session().id().equals(session.id()))
                    .toList();
        }
    }
}
