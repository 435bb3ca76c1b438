package io.gpushopper.sdk.wire;

import java.util.List;

/**
 * The answer of {@code GET /api/v1/offer-health}: the offers that failed within the last hour, and the models of their GPUs. Immutable.
 *
 * @param offers the worst first; never null
 * @param gpuTypes the worst first; never null
 */
public record MarketHealthJson(List<OfferHealthJson> offers, List<GpuHealthJson> gpuTypes) {
    public MarketHealthJson {
        offers = Copies.list(offers);
        gpuTypes = Copies.list(gpuTypes);
    }
}
