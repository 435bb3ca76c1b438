package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A priced, rentable machine shape as a provider showed it at {@code fetchedAt}. It may be gone the next moment.
 *
 * @param id what a consumer names to rent it
 * @param gpus the GPUs of the whole offer
 * @param rates what the provider charges an hour for the whole offer with a disk of {@code diskGb}; their total is the
 *     price that is shown, filtered, sorted and agreed
 * @param diskGb the disk that the rates include, in GB
 * @param place where it is
 * @param reliability how reliable the provider says the machine is, 0 to 1
 * @param availabilityConfidence how likely the offer can really be rented, 0 to 1
 * @param longestRental how long the machine can be rented at most from {@code fetchedAt}; null when the provider sets no
 *     end
 * @param host what else the provider tells of the machine
 * @param launchTerms what the adapter needs to buy exactly this, opaque to everybody else; without secrets
 * @param fetchedAt when the provider showed it
 */
public record Offer(
        OfferId id,
        OfferedGpus gpus,
        Rates rates,
        int diskGb,
        OfferPlace place,
        double reliability,
        double availabilityConfidence,
        @Nullable Duration longestRental,
        HostFacts host,
        String launchTerms,
        Instant fetchedAt) {
    // A session needs its reservation from its creation, and the provider's own clock may differ a little.
    private static final Duration RENTAL_MARGIN = Duration.ofMinutes(5);

    public Offer {
        requireNonNull(id, "id");
        requireNonNull(gpus, "gpus");
        requireNonNull(rates, "rates");
        requireNonNull(place, "place");
        requireNonNull(host, "host");
        requireNonNull(launchTerms, "launchTerms");
        requireNonNull(fetchedAt, "fetchedAt");
        requireShare(reliability, "reliability");
        requireShare(availabilityConfidence, "availabilityConfidence");
        if (diskGb < 1) {
            throw new IllegalArgumentException("diskGb must be at least 1");
        }
    }

    /** What the consumer will be billed an hour. */
    public UsdPerHour price() {
        return rates.total();
    }

    /** How long whoever takes it now can count on the machine, from {@code fetchedAt}; null for as long as he likes. */
    public @Nullable Duration rentableFor() {
        if (longestRental == null) {
            return null;
        }
        Duration safe = longestRental.minus(RENTAL_MARGIN);
        return safe.isNegative() ? Duration.ZERO : safe;
    }

    /** Until when whoever takes it now can count on the machine; null for as long as he likes. */
    public @Nullable Instant rentableUntil() {
        Duration longest = rentableFor();
        return longest == null ? null : fetchedAt.plus(longest);
    }

    /** Whether the machine has a disk of so many GB to rent, as far as the provider tells. */
    public boolean hasRoomFor(int gb) {
        BigDecimal most = host.diskGb();
        return gb <= diskGb || most == null || most.compareTo(BigDecimal.valueOf(gb)) >= 0;
    }

    /** The offer with that disk; empty when the machine has no room for it, or what it costs is not known. */
    public Optional<Offer> withDisk(int gb) {
        return ratesWith(gb)
                .filter(priced -> hasRoomFor(gb))
                .map(priced -> new Offer(
                        id,
                        gpus,
                        priced,
                        gb,
                        place,
                        reliability,
                        availabilityConfidence,
                        longestRental,
                        host,
                        launchTerms,
                        fetchedAt));
    }

    /**
     * The offer with its availability believed less.
     *
     * @param factor by what it is multiplied, 0 to 1
     */
    public Offer believed(double factor) {
        requireShare(factor, "factor");
        return new Offer(
                id,
                gpus,
                rates,
                diskGb,
                place,
                reliability,
                availabilityConfidence * factor,
                longestRental,
                host,
                launchTerms,
                fetchedAt);
    }

    /**
     * What it is charged with another disk; empty when the provider doesn't tell what a GB costs.
     *
     * @param gb the disk, in GB
     */
    public Optional<Rates> ratesWith(int gb) {
        UsdPerHour perGb = host.storagePricePerGb();
        if (gb == diskGb) {
            return Optional.of(rates);
        }
        if (!rates.storage().isZero()) {
            BigDecimal disk = rates.storage().amount().multiply(BigDecimal.valueOf(gb));
            return Optional.of(new Rates(
                    rates.compute(), new UsdPerHour(disk.divide(BigDecimal.valueOf(diskGb), MathContext.DECIMAL64))));
        }
        // A provider that bills one sum has its disk in there.
        return Optional.ofNullable(perGb)
                .map(each -> each.amount().multiply(BigDecimal.valueOf(gb - (long) diskGb)))
                .map(difference -> rates.compute().amount().add(difference).max(BigDecimal.ZERO))
                .map(sum -> new Rates(new UsdPerHour(sum), UsdPerHour.ZERO));
    }

    private static void requireShare(double value, String name) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1");
        }
    }
}
