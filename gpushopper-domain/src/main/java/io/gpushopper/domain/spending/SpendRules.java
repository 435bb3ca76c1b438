package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;

/**
 * How much may be spent, as an operator chose.
 *
 * @param fuse by the whole deployment at once
 * @param budgets by each consumer in a month
 */
public record SpendRules(Fuse fuse, Budgets budgets) {
    /** Fifty instances and fifty dollars an hour, and no budgets, as docs/CONFIGURATION.md shows. */
    public static final SpendRules DEFAULT = new SpendRules(new Fuse(50, UsdPerHour.of("50")), Budgets.NONE);

    public SpendRules {
        requireNonNull(fuse, "fuse");
        requireNonNull(budgets, "budgets");
    }
}
