package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.OfferId;

/** The offer costs more than the consumer is ready to pay; nothing was bought. */
public final class PriceChangedException extends RuntimeException {
    private final OfferId offer;
    private final UsdPerHour price;
    private final UsdPerHour limit;

    PriceChangedException(OfferId offer, UsdPerHour price, UsdPerHour limit) {
        super("offer " + offer + " costs " + price.inDollars() + " an hour, above max_price_per_hour, which is "
                + limit.inDollars());
        this.offer = requireNonNull(offer, "offer");
        this.price = requireNonNull(price, "price");
        this.limit = requireNonNull(limit, "limit");
    }

    /** What it costs an hour, with the disk that was asked for. */
    public UsdPerHour price() {
        return price;
    }

    /** What the consumer would pay an hour at most. */
    public UsdPerHour limit() {
        return limit;
    }

    public OfferId offer() {
        return offer;
    }
}
