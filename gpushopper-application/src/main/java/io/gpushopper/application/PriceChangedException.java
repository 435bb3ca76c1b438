package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;

/** The offer costs more than the consumer is ready to pay; nothing was bought. */
public final class PriceChangedException extends RuntimeException {
    private final OfferId offer;

    PriceChangedException(Offer offer, UsdPerHour limit) {
        super("offer " + offer.id() + " costs " + offer.price().inDollars()
                + " an hour, above max_price_per_hour, which is " + limit.inDollars());
        this.offer = requireNonNull(offer, "offer").id();
    }

    public OfferId offer() {
        return offer;
    }
}
