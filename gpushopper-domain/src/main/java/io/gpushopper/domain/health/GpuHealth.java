package io.gpushopper.domain.health;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.ProviderId;

/**
 * How one model of GPUs does at one provider, of which offers failed within the last hour. When three different offers did, all of
 * that model are believed half as much. Immutable.
 *
 * @param provider who rents them out
 * @param gpu which
 * @param failedOffers how many different offers failed within the last hour; at least 1
 */
public record GpuHealth(ProviderId provider, GpuModel gpu, int failedOffers) {
    static final int DEGRADED_AFTER = 3;
    private static final double FACTOR = 0.5;

    public GpuHealth {
        requireNonNull(provider, "provider");
        requireNonNull(gpu, "gpu");
        if (failedOffers < 1) {
            throw new IllegalArgumentException("failedOffers must be at least 1");
        }
    }

    /** Whether so many failed that it isn't the offers. */
    public boolean isDegraded() {
        return failedOffers >= DEGRADED_AFTER;
    }

    /** By what the availability of every such offer is to be multiplied. */
    public double factor() {
        return isDegraded() ? FACTOR : 1;
    }
}
