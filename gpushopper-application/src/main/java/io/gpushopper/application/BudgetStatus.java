package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.spending.Budget;
import io.gpushopper.domain.spending.MonthSpend;

/**
 * How far a consumer's budget of this month is used up.
 *
 * @param budget the budget
 * @param month what the consumer's sessions count for
 */
public record BudgetStatus(Budget budget, MonthSpend month) {
    public BudgetStatus {
        requireNonNull(budget, "budget");
        requireNonNull(month, "month");
    }
}
