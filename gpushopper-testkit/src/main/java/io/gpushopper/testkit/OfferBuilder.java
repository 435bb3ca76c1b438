package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferPlace;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.VramGb;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes an offer of one RTX 4090 in Oregon at 0.412 dollars an hour, of which a test says what it cares about. Confined to one thread. */
public final class OfferBuilder {
    private static final int SHOWN_DISK_GB = 50;

    private final OfferId id;
    private String gpu = "RTX 4090";
    private int vram = 24;
    private int count = 1;
    private Rates rates = new Rates(UsdPerHour.of("0.40"), UsdPerHour.of("0.012"));
    private OfferPlace place = new OfferPlace("Oregon, US", "US", true);
    private double reliability = 0.99;
    private double confidence = 0.9;
    private @Nullable Duration longestRental;
    private HostFacts host = HostFacts.NONE;
    private Instant fetchedAt = Instant.parse("2026-01-29T12:00:00Z");

    private OfferBuilder(OfferId id) {
        this.id = requireNonNull(id, "id");
    }

    /** An offer under the provider's own id of it. */
    public static OfferBuilder anOffer(ProviderId provider, String id) {
        return new OfferBuilder(new OfferId(provider, id));
    }

    /** GPUs by the provider's spelling, with the memory of one in GB. */
    public OfferBuilder gpus(int howMany, String spelling, int vramGb) {
        count = howMany;
        gpu = spelling;
        vram = vramGb;
        return this;
    }

    /** Dollars an hour, all of it for the machine. */
    public OfferBuilder price(String decimal) {
        return rates(new Rates(UsdPerHour.of(decimal), UsdPerHour.ZERO));
    }

    /** What is charged for machine and disk. */
    public OfferBuilder rates(Rates charged) {
        rates = charged;
        return this;
    }

    /** A place and its country. */
    public OfferBuilder at(String location, @Nullable String country) {
        place = new OfferPlace(location, country, null);
        return this;
    }

    /** How reliable the provider says that it is, 0 to 1. */
    public OfferBuilder reliability(double share) {
        reliability = share;
        return this;
    }

    /** How likely it can be rented, 0 to 1. */
    public OfferBuilder confidence(double share) {
        confidence = share;
        return this;
    }

    /** How long it can be rented; null for no end. */
    public OfferBuilder longestRental(@Nullable Duration longest) {
        longestRental = longest;
        return this;
    }

    /** What else the provider tells. */
    public OfferBuilder host(HostFacts facts) {
        host = facts;
        return this;
    }

    /** When the provider showed it. */
    public OfferBuilder fetchedAt(Instant time) {
        fetchedAt = time;
        return this;
    }

    /** The offer. */
    public Offer build() {
        return new Offer(
                id,
                new OfferedGpus(GpuModel.of(gpu), gpu, count, new VramGb(vram)),
                rates,
                SHOWN_DISK_GB,
                place,
                reliability,
                confidence,
                longestRental,
                host,
                "",
                fetchedAt);
    }
}
