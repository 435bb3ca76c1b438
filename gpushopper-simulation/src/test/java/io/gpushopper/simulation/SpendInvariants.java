package io.gpushopper.simulation;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.CostCap;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SpendBound;
import io.gpushopper.domain.session.SpentAtMost;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** M2 and M3: no more is spent than is known and allowed. Confined to one thread. */
final class SpendInvariants {
    /** A live process acts upon what is due within this time. */
    private static final Duration IN_TIME = Duration.ofSeconds(60);

    private final Truth truth;
    private final SpendRules rules;

    SpendInvariants(Truth truth, SpendRules rules) {
        this.truth = truth;
        this.rules = rules;
    }

    /** The consumer's budget allowed it. */
    void created(SessionId id) {
        Instant now = truth.now();
        truth.store
                .find(id)
                .flatMap(session -> rules.budgets().of(session.terms().consumer()))
                .filter(budget -> truth.store
                                .spend(budget.consumer(), CostPeriod.monthOf(now), now)
                                .committed()
                                .compareTo(budget.monthly())
                        > 0)
                .ifPresent(budget -> {
                    throw new AssertionError("M3: " + id + " was created beyond " + budget);
                });
    }

    void fuse(Collection<List<Rental>> ours) {
        List<Rental> bought = ours.stream()
                .flatMap(List::stream)
                .filter(rental -> rental.billing() && !truth.isExempt(rental) && !truth.isDeceived(rental.id()))
                .toList();
        UsdPerHour rate = bought.stream()
                .map(this::burning)
                // A provider that charges more than it offered is given its instance back.
                .map(told -> told.compareTo(FakeMarket.RATES.total()) > 0 ? FakeMarket.RATES.total() : told)
                .reduce(UsdPerHour.ZERO, UsdPerHour::plus);
        boolean blown = bought.size() > rules.fuse().maxLiveInstances()
                || rate.compareTo(rules.fuse().maxHourlySpend()) > 0;
        if (blown) {
            throw new AssertionError("M3: more lives than the fuse allows: " + bought);
        }
    }

    /** What somebody started is stopped as soon as it is seen. */
    private UsdPerHour burning(Rental rental) {
        return truth.isStarted(rental)
                ? truth.market.charged(rental.id()).storage()
                : truth.market.burning(rental.id());
    }

    /** What the session can have cost is never less than what it did, and its cap ends it in time, but not too early. */
    void check(Session session, List<Rental> rentals, Instant awakeSince) {
        Instant now = truth.now();
        Usd billed = rentals.stream()
                .filter(rental -> !truth.isExempt(rental))
                .map(rental -> truth.market.billed(rental.id()))
                .reduce(Usd.ZERO, Usd::plus);
        SpentAtMost spent = SpentAtMost.of(session, now);
        boolean known = rentals.stream().noneMatch(truth::isStarted) && isPriceKnown(session, rentals);
        if (spent.amount().compareTo(billed) < 0 && known) {
            throw new AssertionError("M2: " + session.id() + " has cost " + billed + ", not at most " + spent + ": "
                    + session.attempts() + session.instances());
        }
        Usd cap = session.terms().options().limits().maxTotal();
        if (cap == null) {
            return;
        }
        boolean watched =
                !awakeSince.equals(Instant.MAX) && awakeSince.plus(IN_TIME).isBefore(now);
        Usd soon = billed.plus(FakeMarket.RATES.total().over(CostCap.NOTICE.minus(IN_TIME)));
        if (session.isActive() && watched && soon.compareTo(cap) > 0) {
            throw new AssertionError("M3: " + session.id() + " has cost " + billed + " of " + cap + " and goes on");
        }
        // What costs more for a while, was bought twice, or could have been bought, brings the end nearer than can be
        // told afterwards.
        if (session.attempts().size() == 1
                && rentals.size() == 1
                && rentals.stream().noneMatch(this::isDear)) {
            notTooEarly(session, cap);
        }
    }

    private void notTooEarly(Session session, Usd cap) {
        if (session.state() instanceof SessionState.Leaving ending
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
    private boolean isPriceKnown(Session session, List<Rental> rentals) {
        return rentals.stream()
                .allMatch(rental -> session.find(rental.id())
                                .map(instance -> SpentAtMost.rateOf(instance, session))
                                .filter(rate -> rate.compareTo(dearest(rental)) >= 0)
                                .isPresent()
                        || !isDear(rental));
    }

    private UsdPerHour dearest(Rental rental) {
        return truth.market.meter(rental.id()).dearest().total();
    }

    /** Whether it ever cost more than was agreed. */
    private boolean isDear(Rental rental) {
        return dearest(rental).compareTo(FakeMarket.RATES.total()) > 0;
    }
}
