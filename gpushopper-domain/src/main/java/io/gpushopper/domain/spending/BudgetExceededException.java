package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Usd;

/** A consumer's budget does not hold what a session may cost: nothing is bought or lengthened. */
public final class BudgetExceededException extends RuntimeException {
    private final transient Budget budget;

    BudgetExceededException(Budget budget, MonthSpend others, Usd worst) {
        super("consumer " + budget.consumer() + " may spend " + shown(budget.monthly())
                + " US dollars a month: " + shown(others.spent()) + " are spent, " + shown(others.reserved())
                + " are reserved for sessions that are not over, and this one could cost " + shown(worst));
        this.budget = requireNonNull(budget, "budget");
    }

    public Budget budget() {
        return budget;
    }

    private static String shown(Usd amount) {
        return amount.shown().stripTrailingZeros().toPlainString();
    }
}
