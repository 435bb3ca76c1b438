package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.session.ConsumerId;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What consumers may spend a month, and what happens when they do.
 *
 * @param each what a consumer without a budget of its own may spend; null for as much as it likes
 * @param own the budgets of single consumers
 * @param warnAt from which share of a budget on its consumer is warned, above 0, at most 1
 * @param stops whether running sessions are ended once a budget is spent; else only new ones are refused
 */
public record Budgets(@Nullable Usd each, Map<ConsumerId, Usd> own, BigDecimal warnAt, boolean stops) {
    /** Everybody may spend as much as they like. */
    public static final Budgets NONE = new Budgets(null, Map.of(), BigDecimal.ONE, false);

    public Budgets {
        own = Map.copyOf(own);
        requireNonNull(warnAt, "warnAt");
        if (warnAt.signum() <= 0 || warnAt.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("warnAt must be above 0 and at most 1");
        }
    }

    /** The consumer's budget; empty when it may spend as much as it likes. */
    public Optional<Budget> of(ConsumerId consumer) {
        return Optional.ofNullable(own.getOrDefault(consumer, each)).map(monthly -> new Budget(consumer, monthly));
    }

    /** Whether so much of the budget is spent that its consumer is to be warned. */
    public boolean isNearlySpent(Budget budget, MonthSpend month) {
        Usd warning = new Usd(budget.monthly().amount().multiply(warnAt));
        return month.spent().compareTo(warning) >= 0;
    }

    /** Whether the consumer's running sessions are to be ended. */
    public boolean isToStop(Budget budget, MonthSpend month) {
        return stops && month.spent().compareTo(budget.monthly()) >= 0;
    }
}
