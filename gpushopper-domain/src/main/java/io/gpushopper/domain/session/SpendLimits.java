package io.gpushopper.domain.session;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import org.jspecify.annotations.Nullable;

/**
 * What a session may cost at most.
 *
 * @param maxPrice nothing is bought or kept above this price an hour; null for no limit
 * @param maxTotal it ends when it has cost so much; null for no limit
 */
public record SpendLimits(
        @Nullable UsdPerHour maxPrice, @Nullable Usd maxTotal) {
    public static final SpendLimits NONE = new SpendLimits(null, null);
}
