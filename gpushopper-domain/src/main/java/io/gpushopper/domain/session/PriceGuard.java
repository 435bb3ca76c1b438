package io.gpushopper.domain.session;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.util.Optional;

/**
 * What an instance may cost an hour: no more than the consumer's limit, and no more than was agreed with the operator's tolerance, which
 * bears a rise once, and not again for the dearer offer that a retry took where the consumer set no limit.
 * Judged by the provider's own figure before the session runs; from then on the ledger follows the provider. Pure.
 */
final class PriceGuard {
    private PriceGuard() {}

    /** Why the instance costs too much by what the provider told of it so far; empty when it doesn't. */
    static Optional<EndCause.Failure> objection(SessionTerms terms, UsdPerHour firstAgreed, Policy policy, Rates told) {
        UsdPerHour price = told.total();
        UsdPerHour limit = terms.options().limits().maxPrice();
        if (limit != null && price.compareTo(limit) > 0) {
            return objection(price, "above max_price_per_hour, which is " + limit.inDollars());
        }
        boolean dearer = limit == null && terms.price().compareTo(firstAgreed) > 0;
        UsdPerHour agreed = dearer ? firstAgreed : terms.price();
        if (price.compareTo(agreed.raisedBy(policy.priceTolerance())) > 0) {
            return objection(price, "more than the agreed " + agreed.inDollars() + " allows");
        }
        return Optional.empty();
    }

    private static Optional<EndCause.Failure> objection(UsdPerHour price, String why) {
        return Optional.of(new EndCause.Failure(
                FailureType.PRICE_CHANGED, "the provider charges " + price.inDollars() + " an hour, " + why));
    }
}
