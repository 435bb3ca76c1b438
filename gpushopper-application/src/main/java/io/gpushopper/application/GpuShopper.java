package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.deployment.AccountAudit;
import io.gpushopper.domain.health.MarketHealth;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.CostQuery;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.EndpointProbe;
import io.gpushopper.ports.IdempotentRequest;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.ports.Rounds;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.ports.Threads;
import io.gpushopper.ports.WorkQueue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library: one method a use case. Build it, {@link #start} it, and {@link #close} it; what it rented stays rented, and is taken
 * care of by the next one on the same store. Thread-safe.
 */
public final class GpuShopper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GpuShopper.class);
    private static final int NAMED_AT_CLOSE = 100;
    /** A pass takes milliseconds; with what else is waited for, a server has stopped within a minute. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final EngineParts parts;
    private final Providers providers;
    private final Inventory inventory;
    private final Templates templates;
    private final OfferWatch offerWatch;
    private final SessionDesk desk;
    private final SessionDoctor doctor;
    private final CostBooks costs;
    private final SessionAgents agents;
    private final Billing billing;
    private final SessionEngine engine;
    private final Reconciler reconciler;
    private final Spending spending;
    private final Threads threads;
    private final Loops loops;
    private final SessionSignals signals;
    private final Alarms alarms;
    private final PurchaseBan purchaseBan;
    private final ListingJudge judge;
    private final Strangers strangers;
    private final VolumeWatch volumes;
    private volatile boolean leaving;

    private GpuShopper(EngineParts given, Threads threads) {
        this.parts = given;
        InstantSource clock = given.clock();
        this.providers = new Providers(parts.providers(), parts.settings(), parts.mode(), parts.sureOfTime());
        this.inventory = new Inventory(providers.all(), parts.settings().inventoryRefresh(), clock);
        this.templates = new Templates(providers, clock);
        this.threads = threads;
        Lanes lanes = new Lanes(threads);
        this.signals = new SessionSignals(parts.sessions(), threads);
        SessionReporter reporter = new SessionReporter(parts.metrics(), signals);
        UseTelemetry telemetry = new UseTelemetry();
        UseSampler sampler = new UseSampler(parts.sessions(), parts.probe(), telemetry, clock);
        this.alarms = new Alarms(parts.metrics());
        Credentials credentials = new Credentials(providers, clock);
        this.purchaseBan = new PurchaseBan(alarms);
        this.strangers = new Strangers(parts, providers, alarms, threads, clock);
        this.judge = new ListingJudge(parts.sessions(), providers, reporter, alarms, purchaseBan, clock);
        Listings listings = new Listings(providers, isObserving() ? listing -> {} : judge::arrived, clock);
        EffectRunner effects = new EffectRunner(
                parts.sessions(),
                providers,
                inventory,
                templates,
                listings,
                parts.probe(),
                parts.endpoints(),
                sampler,
                lanes,
                clock,
                () -> !isObserving() && deployment().mayCreate(),
                this::isSwept,
                credentials,
                purchaseBan,
                threads);
        this.spending = new Spending(parts);
        this.engine = new SessionEngine(parts.sessions(), providers, effects, reporter, spending, clock);
        this.reconciler =
                new Reconciler(parts, providers, credentials, listings, judge, strangers, engine, telemetry, clock);
        BudgetWatch budgets = new BudgetWatch(parts, spending, engine);
        FundsWatch funds = new FundsWatch(parts, providers, listings, engine, alarms);
        this.volumes = new VolumeWatch(parts, providers, alarms);
        Replays replays = new Replays(parts.sessions(), parts.settings().createWait(), clock);
        this.costs = new CostBooks(parts.ledger(), clock);
        this.billing = new Billing(parts, providers, costs);
        this.offerWatch = new OfferWatch(parts.sessions(), inventory, clock);
        this.loops = new Loops(
                parts, threads, inventory, offerWatch, reconciler, engine, budgets, funds, volumes, replays, billing);
        UnsavedEnds unsavedEnds = new UnsavedEnds(engine, threads);
        this.desk = new SessionDesk(
                parts,
                inventory,
                providers,
                templates,
                spending,
                funds,
                reporter,
                signals,
                replays,
                unsavedEnds,
                threads);
        this.agents = new SessionAgents(parts.sessions(), clock);
        this.doctor = new SessionDoctor(parts.sessions(), parts.probe(), parts.endpoints(), clock);
    }

    /** Begins to build one. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins to look after the sessions in the store, and to load the offers. Call it once.
     *
     * @return completes when sessions may be created, with whether every provider has shown what is there already; it never fails
     */
    public CompletionStage<Boolean> start() {
        if (!isObserving()) {
            parts.queue().start(engine::work);
        }
        return loops.start(providers.all().stream().map(Provider::id).toList());
    }

    /**
     * Whether sessions may be created: every provider has shown what is there already, or two minutes have passed.
     */
    public boolean isReady() {
        return loops.isReady();
    }

    /** Whether it only reads: see {@link EngineMode#OBSERVING}. */
    public boolean isObserving() {
        return parts.mode() == EngineMode.OBSERVING;
    }

    /** Whether an end that is asked for is carried out now. If not, it is taken down, and carried out as soon as may be. */
    public boolean endsNow() {
        return isReady() && !isObserving();
    }

    /** Whose instances the store's are, and whether anything may be created. */
    public Deployment deployment() {
        return parts.ownership().deployment();
    }

    /**
     * Takes the store for the one and only of that deployment, where the store and what lies beside it disagree. It holds at once.
     *
     * @throws io.gpushopper.domain.deployment.ClaimRefusedException when nothing here speaks for that deployment
     * @throws io.gpushopper.ports.StoreException when it could not be written down
     */
    public Deployment claim(DeploymentId id) {
        return parts.ownership().claim(id);
    }

    /** Compares every provider's instances with the store now, and takes what differs to the sessions. Providers are asked in turn. */
    public List<PassReport> reconcile() {
        return providers.all().stream()
                .map(provider -> reconciler.pass(provider.id()).with(volumes.pass(provider.id())))
                .toList();
    }

    /** What {@link #reconcile} would find now. It changes nothing, here or there. */
    public List<PassReport> planReconciliation() {
        return providers.all().stream()
                .map(provider -> reconciler.plan(provider.id()).with(volumes.pass(provider.id())))
                .toList();
    }

    /** Everything on the account of each provider, ours or not, and what it costs. It changes nothing. */
    public List<AccountAudit> audit() {
        return providers.all().stream()
                .map(provider -> reconciler.audit(provider.id()))
                .toList();
    }

    /** How we stand with each configured provider. */
    public Map<ProviderId, ProviderHealth> providers() {
        Map<ProviderId, ProviderHealth> health = new TreeMap<>();
        providers.all().forEach(provider -> health.put(provider.id(), reconciler.health(provider.id())));
        return health;
    }

    /** What somebody has to look at, by provider; nothing when all is well. */
    public Map<ProviderId, Set<Alarm>> alarms() {
        return alarms.all();
    }

    /**
     * An operator says that the instances at the provider that went missing with many others are gone: what the breaker holds is believed
     * at once (docs/no-orphans.md, Breaker).
     *
     * @return how many instances were held
     */
    public int believeAbsence(ProviderId provider) {
        return judge.believeAbsence(provider);
    }

    /**
     * An operator says that the configured credential is for the account under which the sessions there were bought. It counts only for an
     * account that is known by its credential alone.
     *
     * @return of how many sessions it is the account from now on
     * @throws NotFoundException when the provider is not configured
     * @throws ProviderException when it doesn't tell its account
     */
    public int believeAccount(ProviderId provider) {
        refuseUnconfigured(provider);
        return judge.believeAccount(provider);
    }

    /** Instances under our id at the provider whose session the store has never heard of. */
    public List<Stranger> strangers(ProviderId provider) {
        return strangers.at(provider);
    }

    /**
     * An operator says what is to become of a stranger: the next pass destroys it, or it is kept until the hard limit.
     *
     * @throws NotFoundException when no such stranger is known
     * @throws NotReadyException when it is to be destroyed, and it is not certain whose the store is
     */
    public Stranger tellOfStranger(InstanceId stranger, Stranger.Word word) {
        String dispute = deployment().dispute();
        if (word == Stranger.Word.DESTROY && dispute != null) {
            throw new NotReadyException("no stranger is destroyed now: " + dispute);
        }
        return strangers.tell(stranger, word);
    }

    private void refuseUnconfigured(ProviderId provider) {
        if (providers.find(provider).isEmpty()) {
            throw new NotFoundException("provider", provider.value());
        }
    }

    /** How the offers do that failed within the last hour, whichever replica saw it. */
    public MarketHealth offerHealth() {
        return offerWatch.health();
    }

    /** Whether any provider has shown offers since the start. */
    public boolean isInventoryKnown() {
        return inventory.isKnown();
    }

    /** Whether some provider's offers could not be refreshed, and older ones are shown. */
    public boolean isInventoryDegraded() {
        return inventory.isDegraded();
    }

    /** How many offers of the provider are shown. */
    public int offersShown(ProviderId provider) {
        return inventory.size(provider);
    }

    /**
     * Completes as soon as some provider has shown its offers, or all have failed to, with whether any has. Until then nothing is
     * shown; it never fails.
     */
    public CompletionStage<Boolean> firstOffers() {
        return inventory.first();
    }

    /**
     * Offers that match, in the order of the query.
     *
     * @param offset how many to pass over, not negative
     * @param limit how many to give at most, at least 1
     */
    public InventoryPage offers(OfferQuery query, int offset, int limit) {
        return inventory.list(query, offset, limit);
    }

    /** What is shown now, of all providers. */
    public InventorySnapshot inventory() {
        return inventory.shown();
    }

    /**
     * The templates that providers recommend, by name.
     *
     * @param only of this provider; null for all
     * @throws ProviderException when one that is asked didn't answer, and hasn't yet
     */
    public List<Template> templates(@Nullable ProviderId only) {
        return templates.recommended(only);
    }

    /**
     * One template, recommended or not.
     *
     * @throws NotFoundException when there is none
     * @throws ProviderException when a provider didn't tell
     */
    public Template template(TemplateId id) {
        return templates.find(id).orElseThrow(() -> new NotFoundException("template", id.value()));
    }

    /**
     * The recommended templates that fit an offer, by name.
     *
     * @throws ProviderException when its provider didn't tell its templates
     */
    public List<Template> compatibleTemplates(Offer offer) {
        return templates.recommended(offer.id().provider()).stream()
                .filter(template -> template.fits(offer))
                .toList();
    }

    /**
     * What an offer would cost.
     *
     * @param reservation for how long
     * @param diskGb the disk, in GB; null for what the offer's price includes
     * @throws NotFoundException when the offer is not known
     * @throws OfferGoneException when it was for rent a while ago
     * @throws InvalidRequestException when it can't be rented for so long
     * @throws InsufficientDiskException when the disk is too small for the provider or too large for the machine
     */
    public CostEstimate estimate(OfferId offer, Duration reservation, @Nullable Integer diskGb) {
        return desk.estimate(offer, reservation, diskGb);
    }

    /**
     * Rents an offer as a session, and waits for the provider: when it returns, an instance exists, or the provider has not
     * answered in time and the session is still {@code provisioning}.
     *
     * @throws NotReadyException before the sweep at start-up is done, and while it is not certain whose the store is
     * @throws ObservingException when it only observes
     * @throws NotFoundException when the offer is not known
     * @throws OfferGoneException when it was for rent a while ago
     * @throws InvalidRequestException when it can't be rented for so long, or its cost cap would end it at once
     * @throws io.gpushopper.domain.spending.FuseException when the deployment would have too much running; nothing was recorded
     * @throws io.gpushopper.domain.spending.BudgetExceededException when its consumer's budget does not hold all that it may cost; nothing
     *     was recorded
     * @throws InsufficientDiskException when the disk is too small for the provider or too large for the machine
     * @throws io.gpushopper.ports.DuplicateSessionException when the consumer has an active session on it
     * @throws SessionFailedException when the provider refused; no instance is left behind, or its end is under way and certain
     * @throws ProviderException when the provider could not be asked at all; nothing was recorded
     * @throws InterruptedException when interrupted while waiting; the session goes on
     */
    public CreatedSession createSession(NewSession wanted) throws InterruptedException {
        return joined(createSessionAsync(wanted, null));
    }

    /**
     * The same, repeatable: asked again with the same key and content within 24 hours, whatever died in between, it gives the same session
     * and private key and buys nothing. A refusal frees the key.
     *
     * @throws IdempotencyException when the key was used for something else, the first request is still under way, or its private key
     *     can't be read any more
     */
    public CreatedSession createSession(NewSession wanted, IdempotentRequest request) throws InterruptedException {
        return joined(createSessionAsync(wanted, request));
    }

    /**
     * The same without a thread that waits for the provider. What is wrong from the start is thrown at once, what comes of it later fails the
     * stage.
     *
     * @param request what makes it repeatable; null when it is not
     * @return completes on a thread of the library's, which must not be held up
     * @throws InterruptedException when interrupted before anything was recorded
     */
    public CompletionStage<CreatedSession> createSessionAsync(NewSession wanted, @Nullable IdempotentRequest request)
            throws InterruptedException {
        refuseUnready(wanted.offer().provider());
        return desk.create(wanted, request);
    }

    /**
     * The private key of a session that was just created could not be given out, and nobody can get it again: the session ends. Nothing
     * happens when the consumer brought his own key, or may repeat his request.
     *
     * @throws NotFoundException when there is none
     */
    public void endUndelivered(SessionId id) {
        desk.endUndelivered(id);
    }

    /**
     * The session.
     *
     * @throws NotFoundException when there is none
     */
    public Session requireSession(SessionId id) {
        return desk.require(id);
    }

    /**
     * The session as the store has it or, while that can't be read, as it was last seen: to tell whose it is.
     *
     * @throws NotFoundException when nothing is known of it
     */
    public Session lastKnownSession(SessionId id) {
        return engine.lastKnown(id).orElseThrow(() -> new NotFoundException("session", id.value()));
    }

    /**
     * Waits until the session is as wanted, or the time is over.
     *
     * @param wanted such as {@code session -> session.status() == SessionStatus.RUNNING || !session.isActive()}
     * @return the session as it is then
     * @throws NotFoundException when there is none
     * @throws InterruptedException when interrupted while waiting
     */
    public Session awaitSession(SessionId id, Predicate<Session> wanted, Duration atMost) throws InterruptedException {
        return joined(awaitSessionAsync(id, wanted, atMost));
    }

    /**
     * The same without a thread that waits. What this process writes is told at once, what another replica does within a second.
     *
     * @param wanted quick and without side effects; it is asked on threads of the engine
     * @return completes on a thread of the library's, which must not be held up; fails with {@link NotReadyException} when the library
     *     stops meanwhile
     * @throws NotFoundException when there is none
     */
    public CompletionStage<Session> awaitSessionAsync(SessionId id, Predicate<Session> wanted, Duration atMost) {
        return signals.await(id, wanted, atMost);
    }

    /** Sessions that match, newest first. */
    public List<Session> sessions(SessionQuery query) {
        return parts.sessions().list(query);
    }

    /** How many sessions match. */
    public int countSessions(SessionFilter filter) {
        return parts.sessions().count(filter);
    }

    /**
     * What happened to the session, oldest first.
     *
     * @param after only what comes after the event of that id; 0 for all
     * @param most at most so many, at least 1
     * @throws NotFoundException when there is no such session
     */
    public List<RecordedEvent> events(SessionId id, long after, int most) {
        desk.require(id);
        return parts.sessions().events(id, after, most);
    }

    /**
     * What happens to the session next: what comes after that event, as soon as there is anything, in the order in which it happened. Told
     * within a second when another replica wrote it.
     *
     * @param after the id of the last event that was seen; 0 for none
     * @return completes with at least one event, or when the session is over and nothing follows; on a thread of the library's, which must
     *     not be held up. There is no time-out: cancel it when nobody wants it any more. It fails with {@link NotReadyException} when the
     *     library stops meanwhile
     * @throws NotFoundException when there is no such session
     */
    public CompletableFuture<EventPage> nextEvents(SessionId id, long after) {
        return signals.nextEvents(id, after);
    }

    /** How many wait for a session or for its next event, by the methods that hold no thread. */
    public int waiting() {
        return signals.waiting();
    }

    /** What the session is charged for, oldest first. */
    public List<LedgerInterval> ledger(SessionId id) {
        return parts.ledger().intervals(id);
    }

    /** The day that it is now, in UTC. */
    public LocalDate today() {
        return costs.today();
    }

    /** What was charged in a period, up to now. */
    public CostReport costs(CostQuery query) {
        return costs.report(query);
    }

    /**
     * What a session was charged, up to now.
     *
     * @param period in these days; null for its whole life
     * @throws NotFoundException when there is none
     */
    public CostReport sessionCosts(SessionId id, @Nullable CostPeriod period) {
        return costs.ofSession(desk.require(id).id(), period);
    }

    /** What each of the sessions was charged, up to now. */
    public Map<SessionId, Accrued> accrued(Collection<SessionId> sessions) {
        return costs.accrued(sessions);
    }

    /** All that each provider ever charged, up to now. */
    public Map<ProviderId, Accrued> spent() {
        return costs.spent();
    }

    /**
     * Holds the books of a period against the bill of each provider. It asks the providers, changes nothing, and fails for none of them.
     */
    public List<BillReconciliation> reconcileBills(CostPeriod period) {
        return billing.compare(period);
    }

    /** Hands over the lines of the books that count in a period, session by session. */
    public void ledgerLines(CostQuery query, Consumer<LedgerEntry> taker) {
        costs.lines(query, taker);
    }

    /**
     * Hands over the lines of a session's books.
     *
     * @param period those that count in these days; null for all
     * @throws NotFoundException when there is none
     */
    public void sessionLedgerLines(SessionId id, @Nullable CostPeriod period, Consumer<LedgerEntry> taker) {
        costs.linesOfSession(desk.require(id).id(), period, taker);
    }

    /** How much may be spent. */
    public SpendRules spendRules() {
        return parts.spending();
    }

    /** What bills at the providers and what may come, of which the fuse allows no more than it says. */
    public DeploymentLoad load() {
        return spending.load();
    }

    /** How far budgets are used up: of consumers with one of their own, and of those with a session that is not over. */
    public List<BudgetStatus> budgets() {
        return spending.budgets();
    }

    /**
     * The work is done: the session ends.
     *
     * @return the session, ending; still active when the store took nothing: it ends all the same, as soon as may be
     * @throws NotFoundException when there is none
     * @throws io.gpushopper.domain.session.IllegalTransitionException when it ends already or is over
     */
    public Session finishSession(SessionId id) {
        return desk.finish(id);
    }

    /**
     * Lengthens the reservation.
     *
     * @throws NotReadyException before the sweep at start-up is done
     * @throws ObservingException when it only observes
     * @throws NotFoundException when there is none
     * @throws io.gpushopper.domain.session.IllegalTransitionException when it ends or is over
     * @throws io.gpushopper.domain.session.ExtensionTooLongException when it would outlive the hard limit
     * @throws io.gpushopper.domain.spending.BudgetExceededException when its consumer's budget does not hold all that it may cost then
     */
    public Session extendSession(SessionId id, Duration more) {
        refuseObserving();
        refuseUnswept();
        return desk.extend(id, more);
    }

    /**
     * Ends the session, and waits a while for the proof that nothing of it is left; not at all before the sweep at start-up is
     * done. Ending or over already, nothing more is done.
     *
     * @return the session, over or still ending; or still active when the store took nothing: it ends all the same, as soon as may be
     * @throws NotFoundException when there is none
     * @throws InterruptedException when interrupted while waiting; the end goes on
     */
    public Session deleteSession(SessionId id) throws InterruptedException {
        return joined(deleteSessionAsync(id));
    }

    /**
     * The same without a thread that waits.
     *
     * @return completes on a thread of the library's, which must not be held up
     * @throws NotFoundException when there is none
     */
    public CompletionStage<Session> deleteSessionAsync(SessionId id) {
        return endsNow() ? desk.delete(id) : CompletableFuture.completedStage(desk.end(id));
    }

    /**
     * Lets nobody create any more, ends every session, and waits for the proofs that nothing is left.
     *
     * @return those that are not over when the time is
     * @throws InterruptedException when interrupted while waiting; the ends go on
     */
    public List<Session> endSessions(Duration atMost) throws InterruptedException {
        leaving = true;
        Instant until = parts.clock().instant().plus(atMost);
        List<Session> left = engine.lastKnownLive();
        LOG.info("{} sessions end before the process does", left.size());
        for (Session session : left) {
            desk.end(session.id());
        }
        for (Session session : left) {
            Duration rest = Duration.between(parts.clock().instant(), until);
            if (!rest.isNegative()) {
                awaitSession(session.id(), ending -> ending.status().isFinal(), rest);
            }
        }
        return engine.lastKnownLive();
    }

    /**
     * Looks at a running session by logging in now.
     *
     * @throws NotFoundException when there is none
     * @throws InvalidRequestException when it is not running
     */
    public Diagnosis diagnoseSession(SessionId id) {
        return doctor.diagnose(desk.require(id));
    }

    /**
     * Lets go all who wait for a session, and lets nobody begin to: for a server that stops and does not want to wait for them. {@link #close}
     * does it too.
     */
    public void releaseWaiting() {
        signals.close();
    }

    /**
     * Lets one more key of the consumer's log in: recorded at once, for whatever instance the session has, and waits a little for it to
     * be in place where the session runs. {@link Session#letsEveryKeyIn} tells whether it is; if not, it will be as soon as the
     * engine can log in.
     *
     * @return the session with the key, sooner or later
     * @throws NotFoundException when there is none
     * @throws io.gpushopper.domain.session.IllegalTransitionException when it ends or is over
     * @throws InvalidRequestException when it has too many keys already, or nobody logs in
     */
    public CompletionStage<Session> addKey(SessionId id, SshPublicKey key) {
        return desk.addKey(id, key);
    }

    /**
     * Takes down what a session's own agent says: whether it is in use.
     *
     * @throws NotFoundException when there is no such session
     * @throws WrongTokenException when the token is not the session's
     * @throws io.gpushopper.domain.session.IllegalTransitionException when it is over
     */
    public void heartbeat(SessionId id, Heartbeat heartbeat) {
        agents.heard(id, heartbeat);
    }

    /** Stops looking after the sessions, and says which go on billing. It ends none. */
    @Override
    public void close() {
        releaseWaiting();
        parts.queue().stop(DRAIN);
        threads.close();
        List<Session> live = engine.lastKnownLive();
        if (!live.isEmpty()) {
            UsdPerHour rate =
                    live.stream().map(session -> session.terms().price()).reduce(UsdPerHour.ZERO, UsdPerHour::plus);
            LOG.warn(
                    "stopping with {} live sessions that go on billing {} US dollars an hour: {}",
                    live.size(),
                    rate.amount().toPlainString(),
                    live.stream()
                            .limit(NAMED_AT_CLOSE)
                            .map(session -> session.id().value())
                            .toList());
        }
    }

    private static <T> T joined(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            if (failed.getCause() instanceof Error broken) {
                throw broken;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void refuseUnready(ProviderId id) {
        refuseObserving();
        if (leaving) {
            throw new NotReadyException("the server ends its sessions, and then itself");
        }
        String refusal = deployment().refusal();
        if (refusal != null) {
            throw new NotReadyException(refusal);
        }
        refuseUnswept();
        ProviderHealth health = reconciler.health(id);
        if (providers.find(id).isPresent() && health == ProviderHealth.UNAUTHORIZED) {
            throw new ProviderException(id, ErrorKind.UNAUTHORIZED, "the provider refuses our credentials");
        }
        String banned = purchaseBan.reason(id);
        if (banned != null) {
            throw new ProviderException(id, ErrorKind.UNAUTHORIZED, banned);
        }
        if (providers.find(id).isPresent() && !isSwept(id)) {
            throw new ProviderException(
                    id,
                    ErrorKind.UNAVAILABLE,
                    "the provider has not shown its instances since the start",
                    Duration.ofSeconds(5),
                    null);
        }
    }

    private boolean isSwept(ProviderId id) {
        return reconciler.isSwept(id);
    }

    private void refuseObserving() {
        if (isObserving()) {
            throw new ObservingException();
        }
    }

    private void refuseUnswept() {
        if (!isReady()) {
            throw new NotReadyException("the sweep at start-up is under way; try again in a moment");
        }
    }

    /** Collects the parts. Confined to the thread that builds. */
    public static final class Builder {
        private final List<Provider> providers = new ArrayList<>();
        private @Nullable SessionStore sessions;
        private @Nullable CostLedger ledger;
        private @Nullable WorkQueue queue;
        private @Nullable Ownership ownership;
        private @Nullable SshProbe probe;
        private @Nullable EndpointProbe endpoints;
        private @Nullable KeyMaker keys;
        private Metrics metrics = Metrics.NONE;
        private EngineSettings settings = EngineSettings.DEFAULT;
        private EngineMode mode = EngineMode.ACTING;
        private SpendRules spending = SpendRules.DEFAULT;
        private @Nullable InstantSource clock;
        private BooleanSupplier sureOfTime = () -> true;
        private Rounds rounds = Rounds.OWN;
        private RandomGenerator random = new SecureRandom();
        private @Nullable Threads threads;

        private Builder() {}

        /** The marketplaces to buy from. */
        public Builder providers(Collection<? extends Provider> all) {
            providers.addAll(all);
            return this;
        }

        /** Where sessions are kept; required. */
        public Builder sessions(SessionStore store) {
            this.sessions = store;
            return this;
        }

        /** The books of the same store; required. */
        public Builder ledger(CostLedger books) {
            this.ledger = books;
            return this;
        }

        /** The queue of the same store; required. */
        public Builder queue(WorkQueue work) {
            this.queue = work;
            return this;
        }

        /** Whose instances are ours, and whether anything may be bought; this or {@link #ownership} is required. */
        public Builder deployment(Deployment ours) {
            return ownership(Ownership.of(ours));
        }

        /** The same as the store knows it, which an operator may have to be asked about. */
        public Builder ownership(Ownership ours) {
            this.ownership = ours;
            return this;
        }

        /** How to log into instances; required. */
        public Builder probe(SshProbe ssh) {
            this.probe = ssh;
            return this;
        }

        /** How to call what instances serve; required. */
        public Builder endpoints(EndpointProbe http) {
            this.endpoints = http;
            return this;
        }

        /** Who makes keys; required. */
        public Builder keys(KeyMaker maker) {
            this.keys = maker;
            return this;
        }

        /** Where to count; by default nothing is counted. */
        public Builder metrics(Metrics sink) {
            this.metrics = sink;
            return this;
        }

        /** What an operator may choose; by default what the documentation says. */
        public Builder settings(EngineSettings chosen) {
            this.settings = chosen;
            return this;
        }

        /** How much may be spent; by default what the documentation says. */
        public Builder spending(SpendRules chosen) {
            this.spending = chosen;
            return this;
        }

        /**
         * The time; required. It must never run back, and the store, the queue and the providers must go by the same: a
         * process makes one {@link SteadyClock} and gives it to all of them.
         */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /** Whether it may do anything to what it looks at; by default it may. */
        public Builder mode(EngineMode chosen) {
            this.mode = chosen;
            return this;
        }

        /**
         * Whether the clocks agree, so that sessions may be ended for what time it is, such as {@link SteadyClock#isSure}; by default they
         * always do.
         */
        public Builder sureOfTime(BooleanSupplier sure) {
            this.sureOfTime = sure;
            return this;
        }

        /** What one of several processes on the store does for all; by default there is no other process. */
        public Builder rounds(Rounds shared) {
            this.rounds = shared;
            return this;
        }

        /** Chance; by default a secure one. */
        public Builder random(RandomGenerator source) {
            this.random = source;
            return this;
        }

        /** Where its work runs; by default on pools of its own. */
        public Builder threads(Threads chosen) {
            this.threads = chosen;
            return this;
        }

        /**
         * The library, not started.
         *
         * @throws NullPointerException when a required part is missing; the message names it
         */
        public GpuShopper build() {
            EngineParts parts = new EngineParts(
                    providers,
                    requireNonNull(sessions, "sessions"),
                    requireNonNull(ledger, "ledger"),
                    requireNonNull(queue, "queue"),
                    requireNonNull(ownership, "ownership"),
                    requireNonNull(probe, "probe"),
                    requireNonNull(endpoints, "endpoints"),
                    requireNonNull(keys, "keys"),
                    metrics,
                    settings,
                    mode,
                    spending,
                    requireNonNull(clock, "clock"),
                    sureOfTime,
                    rounds,
                    random);
            return new GpuShopper(parts, threads == null ? new PooledThreads() : threads);
        }
    }
}
