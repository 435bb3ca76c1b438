package io.gpushopper.domain.health;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.FailureType;
import java.time.Instant;

/**
 * That an offer was no good once: it could not be had, its instance never worked, or was lost. Immutable.
 *
 * @param offer which
 * @param gpu the model of its GPUs
 * @param type what went wrong
 * @param at when
 */
public record OfferFailure(OfferId offer, GpuModel gpu, FailureType type, Instant at) {
    public OfferFailure {
        requireNonNull(offer, "offer");
        requireNonNull(gpu, "gpu");
        requireNonNull(type, "type");
        requireNonNull(at, "at");
    }
}
