package io.gpushopper.domain.offer;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Instant;

/** Offers of which a test says what it cares about. */
final class Offers {
    static final ProviderId VASTAI = new ProviderId("vastai");
    static final ProviderId TENSORDOCK = new ProviderId("tensordock");

    private Offers() {}

    static Offer offer(String id, OfferedGpus gpus, String price) {
        return offer(id, gpus, price, new OfferPlace("Oregon, US", "US", true), 0.99, HostFacts.NONE);
    }

    static Offer offer(
            String id, OfferedGpus gpus, String price, OfferPlace place, double reliability, HostFacts host) {
        return new Offer(
                new OfferId(VASTAI, id),
                gpus,
                new Rates(UsdPerHour.of(price), UsdPerHour.ZERO),
                50,
                place,
                reliability,
                0.9,
                null,
                host,
                "",
                Instant.EPOCH);
    }

    static OfferedGpus gpus(int count, String spelling, int vram) {
        return new OfferedGpus(GpuModel.of(spelling), spelling, count, new VramGb(vram));
    }
}
