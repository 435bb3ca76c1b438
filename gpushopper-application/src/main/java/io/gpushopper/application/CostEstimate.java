package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import java.time.Duration;

/**
 * What an offer would cost, as it is shown now and with that disk, if it ran and was charged in full all the time. Bandwidth is not in it.
 *
 * @param offer the offer with that disk
 * @param reservation for how long it would be rented
 * @param longest how long a session on it can live at most
 */
public record CostEstimate(Offer offer, Duration reservation, Duration longest) {
    public CostEstimate {
        requireNonNull(offer, "offer");
        requireNonNull(reservation, "reservation");
        requireNonNull(longest, "longest");
    }

    /** What it costs an hour, its disk included. */
    public UsdPerHour price() {
        return offer.price();
    }

    /** What the reservation costs. */
    public Usd cost() {
        return price().over(reservation);
    }

    /** What it costs if it is left running for as long as it can. */
    public Usd costAtMost() {
        return price().over(longest);
    }
}
