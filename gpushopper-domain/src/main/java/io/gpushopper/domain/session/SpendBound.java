package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an instance can have cost at most: so much until a moment, and from then on no more than a rate. Unlike the ledger it counts
 * the full rate, from the sending of the purchase until the instance is proved gone, and a rise of the price from when the lower one was
 * last seen. Caps and budgets go by it. Immutable.
 *
 * @param spent what it cost at most until {@code since}
 * @param since from when on the rate counts
 * @param rate what it costs at most an hour from then on
 */
public record SpendBound(Usd spent, Instant since, UsdPerHour rate) {
    public SpendBound {
        requireNonNull(spent, "spent");
        requireNonNull(since, "since");
        requireNonNull(rate, "rate");
    }

    /** Of an instance of which the provider has not told what it bills. */
    static SpendBound untold(LaunchAttempt attempt) {
        return new SpendBound(Usd.ZERO, attempt.billableFrom(), attempt.agreed().total());
    }

    /** What it had cost at most by that moment. */
    Usd at(Instant moment) {
        return moment.isAfter(since) ? spent.plus(rate.over(Duration.between(since, moment))) : spent;
    }

    /**
     * The bound after a sighting.
     *
     * @param full what the instance bills at most an hour now
     * @param lastSeen when it was seen before; null when it never was
     */
    SpendBound sighted(UsdPerHour full, @Nullable Instant lastSeen, Instant now) {
        if (full.equals(rate)) {
            return this;
        }
        if (full.compareTo(rate) < 0) {
            return new SpendBound(at(now), latest(now), full);
        }
        Instant from = lastSeen == null || lastSeen.isBefore(since) ? since : lastSeen;
        return new SpendBound(at(from), from, full);
    }

    /**
     * What an instance bills at most an hour when it is shown so: what it is not charged for yet it may be charged for at any moment,
     * unless it does not run any more.
     */
    static UsdPerHour fullRate(Rates told, Rates agreed, InstanceCondition condition) {
        if (condition == InstanceCondition.STOPPED || condition == InstanceCondition.FAILED) {
            return told.total();
        }
        UsdPerHour compute = told.compute().isZero() ? agreed.compute() : told.compute();
        UsdPerHour storage = told.storage().isZero() ? agreed.storage() : told.storage();
        return compute.plus(storage);
    }

    private Instant latest(Instant moment) {
        return moment.isAfter(since) ? moment : since;
    }
}
