package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What an offer would cost. Immutable.
 *
 * <pre>{@code
 * {"offer_id": "vastai-12345", "hours": 2, "disk_gb": 50, "price_per_hour": 0.45, "total_cost": 0.9,
 *  "max_hours": 12.0, "max_cost": 5.4, "currency": "USD"}
 * }</pre>
 *
 * @param offerId the offer
 * @param hours for how long it would be rented
 * @param diskGb the disk, in GB
 * @param pricePerHour US dollars an hour, with that disk
 * @param totalCost US dollars for those hours
 * @param maxHours for how long a session on it can live at most, extensions included
 * @param maxCost US dollars if it is left running as long
 * @param currency {@code USD}
 */
public record EstimateJson(
        String offerId,
        int hours,
        int diskGb,
        BigDecimal pricePerHour,
        BigDecimal totalCost,
        BigDecimal maxHours,
        BigDecimal maxCost,
        String currency) {
    public EstimateJson {
        requireNonNull(offerId, "offerId");
        requireNonNull(pricePerHour, "pricePerHour");
        requireNonNull(totalCost, "totalCost");
        requireNonNull(maxHours, "maxHours");
        requireNonNull(maxCost, "maxCost");
        requireNonNull(currency, "currency");
    }
}
