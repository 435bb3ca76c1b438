package io.gpushopper.simulation;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.CostCap;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.SpendBound;
import io.gpushopper.domain.session.SpentAtMost;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must always hold, against the market's ground truth; the names are those of docs/no-orphans.md. A violation is an
 * {@link AssertionError} that names the invariant.
 */
final class Invariants {
    private static final int MOST_EVENTS = 10_000;
    private static final Set<String> ARROWS = Set.of(
            "pending provisioning",
            "pending failed",
            "provisioning running",
            "provisioning stopping",
            "provisioning failed",
            "running stopping",
            "running failed",
            "stopping stopped",
            "stopping failed");

    /** A live process acts upon what is due within this time. */
    private static final Duration IN_TIME = Duration.ofSeconds(60);

    private final FakeMarket market;
    private final FakeSessionStore store;
    private final InstantSource clock;
    private final LedgerInvariants books;
    private final Set<Tag> bought = new HashSet<>();
    private final Set<String> doubled = new HashSet<>();
    private final Map<SessionId, SessionStatus> over = new HashMap<>();
    private final Set<SessionId> created = new TreeSet<>();
    private final SpendRules rules;
    private Instant aliveSince = Instant.MAX;

    Invariants(FakeMarket market, FakeSessionStore store, InstantSource clock, SpendRules rules) {
        this.rules = rules;
        this.market = market;
        this.store = store;
        this.clock = clock;
        this.books = new LedgerInvariants(market, store, clock);
        market.onPurchase(this::purchase);
        market.onDestroy(this::destroy);
    }

    /** The provider made a second instance of this purchase, and nobody can tell which is which. */
    void doubled(String mark) {
        doubled.add(mark);
    }

    void created(SessionId id) {
        created.add(id);
        Instant now = clock.instant();
        store.find(id)
                .flatMap(session -> rules.budgets().of(session.terms().consumer()))
                .filter(budget -> store.spend(budget.consumer(), CostPeriod.monthOf(now), now)
                                .committed()
                                .compareTo(budget.monthly())
                        > 0)
                .ifPresent(budget -> {
                    throw new AssertionError("M3: " + id + " was created beyond " + budget);
                });
    }

    /** A process lives from now on. */
    void begun() {
        aliveSince = clock.instant();
    }

    void died() {
        aliveSince = Instant.MAX;
    }

    int ended(StopReason reason) {
        return (int) created.stream()
                .flatMap(id -> store.find(id).stream())
                .filter(session -> session.endCause().map(EndCause::reason).equals(Optional.of(reason)))
                .count();
    }

    Set<SessionId> created() {
        return created;
    }

    private void purchase(LaunchRequest request) {
        Session session = store.synced(request.tag().session())
                .filter(known -> known.find(request.tag()).isPresent())
                .orElseThrow(() -> new AssertionError("S1: no synced row for " + request.tag()));
        LaunchAttempt synced = session.find(request.tag()).orElseThrow();
        if (synced.sent() == null || synced.sent().at().isAfter(synced.sent().sendBy())) {
            throw new AssertionError("S1: " + request.tag() + " is not marked as sent in time");
        }
        settledBefore(session, request.tag());
        if (!bought.add(request.tag())) {
            throw new AssertionError("S2: " + request.tag() + " is bought twice");
        }
    }

    /** Purchase (6): what was bought before is settled, and its end accepted. */
    private static void settledBefore(Session session, Tag tag) {
        boolean settled = session.attempts().stream()
                .filter(attempt -> !attempt.tag().equals(tag))
                .noneMatch(LaunchAttempt::isOpen);
        boolean ending = session.instances().stream()
                .allMatch(known -> known.isGone() || known.ending().destroyAcceptedAt() != null);
        if (!settled || !ending) {
            throw new AssertionError("S9: " + tag + " is bought while something of " + session + " may bill");
        }
    }

    private void oneBills(Session session) {
        List<Rental> bill = market.rentals().stream()
                .filter(Rental::billing)
                .filter(rental -> !doubled.contains(rental.mark()))
                .filter(rental -> Tag.parse(rental.mark())
                        .flatMap(session::find)
                        .filter(attempt -> !attempt.isOpen())
                        .isPresent())
                .filter(rental -> session.find(rental.id())
                        .filter(known -> known.ending().destroyAcceptedAt() != null)
                        .isEmpty())
                .toList();
        if (bill.size() > 1) {
            throw new AssertionError("S9: more than one bills for " + session.id() + ": " + bill);
        }
    }

    private void destroy(InstanceId id) {
        Rental rental = market.rentals().stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("S7: destroy of an instance that never was: " + id));
        Tag tag = Tag.parse(rental.mark())
                .orElseThrow(() -> new AssertionError("S7: destroy of an instance that isn't ours: " + rental));
        Session session =
                store.find(tag.session()).orElseThrow(() -> new AssertionError("S7: destroy of a stranger: " + rental));
        if (session.state() instanceof SessionState.Bound bound
                && bound.instance().equals(id)) {
            throw new AssertionError("S7: destroy of " + id + ", which answers for " + session.id());
        }
    }

    /** The store forgot what was not synced: what it had concluded then is to be concluded again. */
    void powerCut() {
        over.clear();
    }

    /** After every step. */
    void check() {
        fuse();
        for (SessionId id : created) {
            store.find(id).ifPresent(this::check);
        }
    }

    private void fuse() {
        List<Rental> bought = market.rentals().stream()
                .filter(rental -> rental.billing() && !doubled.contains(rental.mark()))
                .toList();
        UsdPerHour rate = bought.stream()
                .map(rental -> market.burning(rental.id()))
                // A provider that charges more than it offered is given its instance back.
                .map(told -> told.compareTo(FakeMarket.RATES.total()) > 0 ? FakeMarket.RATES.total() : told)
                .reduce(UsdPerHour.ZERO, UsdPerHour::plus);
        boolean blown = bought.size() > rules.fuse().maxLiveInstances()
                || rate.compareTo(rules.fuse().maxHourlySpend()) > 0;
        if (blown) {
            throw new AssertionError("M3: more lives than the fuse allows: " + bought);
        }
    }

    /** What the session can have cost is never less than what it did, and its cap ends it in time, but not too early. */
    private void cap(Session session) {
        Instant now = clock.instant();
        Usd billed = market.rentals().stream()
                .filter(rental -> isOf(rental, session) && !doubled.contains(rental.mark()))
                .map(rental -> market.billed(rental.id()))
                .reduce(Usd.ZERO, Usd::plus);
        SpentAtMost spent = SpentAtMost.of(session, now);
        if (spent.amount().compareTo(billed) < 0 && isPriceKnown(session)) {
            throw new AssertionError("M2: " + session.id() + " has cost " + billed + ", not at most " + spent + ": "
                    + session.attempts() + session.instances());
        }
        Usd cap = session.terms().options().limits().maxTotal();
        if (cap == null) {
            return;
        }
        boolean watched =
                !aliveSince.equals(Instant.MAX) && aliveSince.plus(IN_TIME).isBefore(now);
        Usd soon = billed.plus(FakeMarket.RATES.total().over(CostCap.NOTICE.minus(IN_TIME)));
        if (session.isActive() && watched && soon.compareTo(cap) > 0) {
            throw new AssertionError("M3: " + session.id() + " has cost " + billed + " of " + cap + " and goes on");
        }
        if (session.state() instanceof SessionState.Ending ending
                && ending.cause().reason() == StopReason.BUDGET
                && rules.budgets().of(session.terms().consumer()).isEmpty()
                && session.instances().stream().noneMatch(instance -> isNews(instance, ending.since()))) {
            SpentAtMost then = SpentAtMost.of(session, ending.since());
            // The rate may have fallen since, with the end itself.
            UsdPerHour agreed = session.terms().price();
            UsdPerHour rate = then.rate().compareTo(agreed) < 0 ? agreed : then.rate();
            if (then.amount().plus(rate.over(CostCap.NOTICE)).compareTo(cap) < 0) {
                throw new AssertionError("S8: " + session.id() + " was ended at " + then + " before its cap " + cap);
            }
        }
    }

    /** Whether what the instance costs has changed since that moment, so that the figure of then can't be told any more. */
    private static boolean isNews(Instance instance, Instant moment) {
        SpendBound bound = instance.meter().atMost();
        return instance.isGone() || (bound != null && !bound.since().isBefore(moment));
    }

    /** A price that nobody has told us counts only once an answer shows it. */
    private boolean isPriceKnown(Session session) {
        return market.rentals().stream()
                .filter(rental -> isOf(rental, session))
                .allMatch(rental -> session.find(rental.id())
                                .map(instance -> SpentAtMost.rateOf(instance, session))
                                .filter(rate -> rate.compareTo(
                                                market.charged(rental.id()).total())
                                        >= 0)
                                .isPresent()
                        || market.charged(rental.id()).total().compareTo(FakeMarket.RATES.total()) <= 0);
    }

    private static boolean isOf(Rental rental, Session session) {
        return Tag.parse(rental.mark())
                .filter(tag -> tag.session().equals(session.id()))
                .isPresent();
    }

    private void check(Session session) {
        oneBills(session);
        cap(session);
        SessionStatus before = over.get(session.id());
        if (before != null && before != session.status()) {
            throw new AssertionError("S11: " + session.id() + " left " + before);
        }
        if (session.status().isFinal() && before == null) {
            over.put(session.id(), session.status());
            finalIsEmpty(session);
        }
        if (!session.status().isFinal() && session.nextActAt() == null) {
            throw new AssertionError("L4: " + session.id() + " is never looked at again: " + session.state());
        }
    }

    private void finalIsEmpty(Session session) {
        for (Rental rental : market.rentals()) {
            if (isOf(rental, session) && rental.billing() && !doubled.contains(rental.mark())) {
                throw new AssertionError("S5: " + session.id() + " is " + session.status() + " while " + rental
                        + " bills: " + store.events(session.id(), 0, MOST_EVENTS) + " " + session.attempts() + " "
                        + session.instances());
            }
        }
        if (session.hasOpenAttempt()) {
            throw new AssertionError("S5: " + session.id() + " is over with an open attempt");
        }
    }

    /** Once the faults are off and a few passes are over. */
    void checkQuiet() {
        for (Rental rental : market.rentals()) {
            Tag.parse(rental.mark()).filter(tag -> rental.billing()).ifPresent(tag -> answeredFor(rental, tag));
        }
        for (SessionId id : created) {
            store.find(id).ifPresent(session -> {
                arrows(session);
                books.check(session);
            });
        }
    }

    private void answeredFor(Rental rental, Tag tag) {
        boolean answered = store.find(tag.session())
                .filter(session -> session.state() instanceof SessionState.Bound bound
                        && bound.instance().equals(rental.id()))
                .isPresent();
        if (!answered) {
            throw new AssertionError("L3: " + rental + " bills, and nothing answers for it");
        }
    }

    private void arrows(Session session) {
        SessionStatus at = SessionStatus.PENDING;
        for (RecordedEvent recorded : store.events(session.id(), 0, MOST_EVENTS)) {
            SessionEvent event = recorded.event();
            if (event.from() != event.to()) {
                boolean follows = event.from() == at
                        && ARROWS.contains(
                                event.from().word() + " " + event.to().word());
                if (!follows) {
                    throw new AssertionError("S11: " + session.id() + " went " + event);
                }
                at = event.to();
            }
        }
        if (at != session.status()) {
            throw new AssertionError(
                    "S11: the events of " + session.id() + " end at " + at + ", not " + session.status());
        }
    }
}
