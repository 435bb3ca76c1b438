package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.session.ConsumerId;

/**
 * What one consumer may spend in a calendar month, by UTC.
 *
 * @param consumer whose
 * @param monthly how much
 */
public record Budget(ConsumerId consumer, Usd monthly) {
    public Budget {
        requireNonNull(consumer, "consumer");
        requireNonNull(monthly, "monthly");
    }

    /**
     * Lets a session cost what it may, or does not.
     *
     * @param others the month without the session
     * @param worst what the session may cost
     * @throws BudgetExceededException when both together are too much
     */
    public void admit(MonthSpend others, Usd worst) {
        if (others.committed().plus(worst).compareTo(monthly) > 0) {
            throw new BudgetExceededException(this, others, worst);
        }
    }
}
