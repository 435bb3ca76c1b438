package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

/**
 * The GPUs of an offer, all alike.
 *
 * @param model the vendor's short name, from the table of {@link GpuModel}
 * @param providerName the name as the provider spells it
 * @param count how many, at least 1
 * @param vram memory of one
 */
public record OfferedGpus(GpuModel model, String providerName, int count, VramGb vram) {
    public OfferedGpus {
        requireNonNull(model, "model");
        requireNonNull(providerName, "providerName");
        requireNonNull(vram, "vram");
        if (count < 1) {
            throw new IllegalArgumentException("an offer has at least one GPU");
        }
    }
}
