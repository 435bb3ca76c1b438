package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * How one model of GPUs does at one provider. Immutable.
 *
 * @param provider who rents them out
 * @param gpuType the model, as offers name it
 * @param failedOfferCount how many different offers of it failed within the last hour
 * @param isDegraded whether all its offers are believed less for that
 * @param confidenceMultiplier by what the {@code availability_confidence} of them all is multiplied, 0 to 1
 */
public record GpuHealthJson(
        String provider, String gpuType, int failedOfferCount, boolean isDegraded, BigDecimal confidenceMultiplier) {
    public GpuHealthJson {
        requireNonNull(provider, "provider");
        requireNonNull(gpuType, "gpuType");
        requireNonNull(confidenceMultiplier, "confidenceMultiplier");
    }
}
