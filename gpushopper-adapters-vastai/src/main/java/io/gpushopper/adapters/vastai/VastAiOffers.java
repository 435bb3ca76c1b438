package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.CudaVersion;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferPlace;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.VramGb;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an element of {@code offers}. What lacks its price, its GPUs or its processors is dropped, and so is what Vast.ai
 * should not have sent: it doesn't honour every filter (docs/PROVIDERS.md, Vast.ai: offers). Immutable.
 *
 * <pre>{"id":41200733,"num_gpus":1,"gpu_name":"RTX 4090","gpu_ram":24564,"dph_base":0.38,"storage_cost":0.15,"dph_total":0.39}</pre>
 */
final class VastAiOffers {
    /** The disk that offers are priced with, in GB, by the HTTP API's promise. */
    static final int DEFAULT_DISK_GB = 50;

    // Storage is priced by the month of 30 days.
    private static final BigDecimal HOURS_PER_MONTH = BigDecimal.valueOf(720);
    private static final BigDecimal MIB_PER_GB = BigDecimal.valueOf(1024);

    // What a price of a purchase may be.
    private static final BigDecimal LOWEST_BID = new BigDecimal("0.001");
    private static final BigDecimal HIGHEST_BID = BigDecimal.valueOf(128);
    private static final int BID_PLACES = 4;

    private final double minReliability;

    VastAiOffers(double minReliability) {
        this.minReliability = minReliability;
    }

    /** An offer on demand. */
    Optional<Offer> read(JsonFields json, Instant fetchedAt) {
        return read(json, Rental.ON_DEMAND, fetchedAt);
    }

    Optional<Offer> read(JsonFields json, Rental rental, Instant fetchedAt) {
        Optional<OfferId> id = json.text("id")
                .filter(VastAiApi::isNumber)
                .map(text -> new OfferId(VastAiProviderFactory.ID, rental.offerId(text)));
        Optional<OfferedGpus> gpus = gpus(json);
        Optional<Rates> rates = rental == Rental.BID ? bidRates(json) : rates(json);
        Optional<BigDecimal> reliability = json.decimal("reliability2").or(() -> json.decimal("reliability"));
        Duration longest = longestRental(json, fetchedAt);
        if (id.isEmpty()
                || gpus.isEmpty()
                || rates.isEmpty()
                || !isRentable(json, rental)
                || reliability.isEmpty()
                || reliability.get().doubleValue() < minReliability
                || (longest != null && (longest.isNegative() || longest.isZero()))) {
            return Optional.empty();
        }
        double share = Math.min(1, reliability.get().doubleValue());
        return Optional.of(new Offer(
                id.get(),
                gpus.get(),
                rates.get(),
                DEFAULT_DISK_GB,
                place(json),
                share,
                share,
                longest,
                host(json, rental),
                LaunchTerms.of(
                                json,
                                rental == Rental.BID ? rates.get().compute().amount() : null)
                        .text(),
                fetchedAt));
    }

    private static boolean isRentable(JsonFields json, Rental rental) {
        boolean roomy = json.decimal("disk_space")
                .map(free -> free.compareTo(BigDecimal.valueOf(DEFAULT_DISK_GB)) >= 0)
                .orElse(true);
        boolean processors =
                json.decimal("cpu_cores").filter(cores -> cores.signum() > 0).isPresent();
        return roomy
                && processors
                && json.flag("rentable").orElse(true)
                && !json.flag("rented").orElse(false)
                && json.flag("is_bid").orElse(rental == Rental.BID) == (rental == Rental.BID);
    }

    private static Optional<OfferedGpus> gpus(JsonFields json) {
        Optional<String> name = json.text("gpu_name");
        int count = json.smallInteger("num_gpus").orElse(0);
        long mib = json.integer("gpu_ram").orElse(0);
        if (name.isEmpty() || count < 1 || mib < 1) {
            return Optional.empty();
        }
        return Optional.of(new OfferedGpus(GpuModel.of(name.get()), name.get(), count, VramGb.fromMib(mib)));
    }

    /** Split into machine and disk, so that another disk can be priced; never below the total that Vast.ai quotes. */
    private static Optional<Rates> rates(JsonFields json) {
        BigDecimal total = json.decimal("dph_total").orElse(BigDecimal.ZERO);
        if (total.signum() <= 0) {
            return Optional.empty();
        }
        BigDecimal storage = storagePerGbHour(json)
                .map(perGb -> perGb.multiply(BigDecimal.valueOf(DEFAULT_DISK_GB)))
                .orElse(BigDecimal.ZERO)
                .min(total);
        BigDecimal compute = json.decimal("dph_base").orElse(BigDecimal.ZERO).max(total.subtract(storage));
        return Optional.of(new Rates(new UsdPerHour(compute), new UsdPerHour(storage)));
    }

    /** The lowest bid that is taken, and the disk. */
    private static Optional<Rates> bidRates(JsonFields json) {
        BigDecimal storage = storagePerGbHour(json)
                .map(perGb -> perGb.multiply(BigDecimal.valueOf(DEFAULT_DISK_GB)))
                .orElse(BigDecimal.ZERO);
        return json.decimal("min_bid")
                .map(bid -> bid.setScale(BID_PLACES, RoundingMode.CEILING))
                .filter(bid -> bid.compareTo(LOWEST_BID) >= 0 && bid.compareTo(HIGHEST_BID) <= 0)
                .map(bid -> new Rates(new UsdPerHour(bid), new UsdPerHour(storage)));
    }

    private static Optional<BigDecimal> storagePerGbHour(JsonFields json) {
        return json.decimal("storage_cost")
                .filter(monthly -> monthly.signum() >= 0)
                .map(monthly -> monthly.divide(HOURS_PER_MONTH, MathContext.DECIMAL64));
    }

    private static OfferPlace place(JsonFields json) {
        String raw = json.text("geolocation").orElse("");
        String country = raw.substring(raw.lastIndexOf(',') + 1).strip();
        String location = raw.startsWith(",") ? country : raw;
        return new OfferPlace(
                location,
                country.matches("[A-Z]{2}") ? country : null,
                json.decimal("hosting_type").map(type -> type.signum() > 0).orElse(null));
    }

    /** Until {@code end_date}; {@code duration} says the same in seconds. */
    private static @Nullable Duration longestRental(JsonFields json, Instant fetchedAt) {
        Optional<Duration> untilEnd =
                json.decimal("end_date").map(EpochSeconds::instant).map(end -> Duration.between(fetchedAt, end));
        return untilEnd.or(() -> json.decimal("duration").map(EpochSeconds::duration))
                .orElse(null);
    }

    private static HostFacts host(JsonFields json, Rental rental) {
        Optional<BigDecimal> vcpus = json.decimal("cpu_cores_effective");
        // cpu_ram is the whole machine's.
        Optional<BigDecimal> ramGb = vcpus.flatMap(mine -> json.decimal("cpu_ram")
                .flatMap(mib -> json.decimal("cpu_cores")
                        .map(cores ->
                                mib.multiply(mine).divide(cores.multiply(MIB_PER_GB), 1, RoundingMode.HALF_EVEN))));
        return new HostFacts(
                json.text("machine_id").orElse(null),
                json.text("cuda_max_good").flatMap(CudaVersion::parse).orElse(null),
                rental == Rental.BID ? Boolean.TRUE : json.flag("is_bid").orElse(null),
                json.decimal("min_bid")
                        .filter(bid -> bid.signum() > 0)
                        .map(UsdPerHour::new)
                        .orElse(null),
                vcpus.orElse(null),
                ramGb.orElse(null),
                json.decimal("disk_space").orElse(null),
                storagePerGbHour(json).map(UsdPerHour::new).orElse(null),
                json.decimal("inet_down").orElse(null),
                json.decimal("inet_up").orElse(null));
    }
}
