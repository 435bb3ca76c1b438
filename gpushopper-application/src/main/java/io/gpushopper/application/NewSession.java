package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.WorkloadType;
import java.time.Duration;

/**
 * What a consumer asks for.
 *
 * @param consumer who asks and is charged
 * @param offer what to rent
 * @param workload what for
 * @param reservation for how long; whole hours from 1 to 12
 * @param idleThresholdMinutes after so many idle minutes it shall end; 0 for never
 */
public record NewSession(
        ConsumerId consumer, OfferId offer, WorkloadType workload, Duration reservation, int idleThresholdMinutes) {
    public NewSession {
        requireNonNull(consumer, "consumer");
        requireNonNull(offer, "offer");
        requireNonNull(workload, "workload");
        requireNonNull(reservation, "reservation");
    }
}
