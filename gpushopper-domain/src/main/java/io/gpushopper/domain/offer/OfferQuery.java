package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper asks for, in normal form: two spellings of the same wishes are equal. A null part asks for nothing. What a provider
 * does not tell of an offer meets no wish for it.
 *
 * @param provider only offers of this provider
 * @param gpu a model or a family
 * @param location in lower case: a part of the location text, or an exact country code
 * @param country ISO 3166 alpha-2 in capitals
 * @param minVram memory of one GPU in GB, at least
 * @param maxPrice US dollars an hour for the whole offer, at most; exact, where a price is rounded
 * @param maxPricePerGpu US dollars an hour and GPU, at most; exact likewise
 * @param minGpuCount at least so many GPUs; 0 asks for nothing
 * @param maxGpuCount at most so many GPUs; {@link #NO_LIMIT} asks for nothing
 * @param minReliability at least so reliable, 0 to 1
 * @param minAvailabilityConfidence at least so likely to be rentable, 0 to 1
 * @param minCuda the driver supports at least this CUDA
 * @param interruptible whether the provider may take the machine away
 * @param template only offers that it fits
 * @param order the order of what matches
 */
public record OfferQuery(
        @Nullable ProviderId provider,
        @Nullable GpuWish gpu,
        @Nullable String location,
        @Nullable String country,
        int minVram,
        @Nullable BigDecimal maxPrice,
        @Nullable BigDecimal maxPricePerGpu,
        int minGpuCount,
        int maxGpuCount,
        double minReliability,
        double minAvailabilityConfidence,
        @Nullable CudaVersion minCuda,
        @Nullable Boolean interruptible,
        @Nullable Template template,
        OfferOrder order) {
    /** A {@code maxGpuCount} that asks for nothing. */
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    public static final OfferQuery EVERYTHING = builder().build();

    public OfferQuery {
        requireNonNull(order, "order");
        location =
                location == null || location.isBlank() ? null : location.strip().toLowerCase(Locale.ROOT);
        country = country == null ? null : country.toUpperCase(Locale.ROOT);
        maxPrice = maxPrice == null ? null : maxPrice.stripTrailingZeros();
        maxPricePerGpu = maxPricePerGpu == null ? null : maxPricePerGpu.stripTrailingZeros();
    }

    /** Begins a query that asks for everything, by price. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether the offer is what was asked for. */
    public boolean matches(Offer offer) {
        OfferedGpus gpus = offer.gpus();
        return gpus.vram().value() >= minVram
                && gpus.count() >= minGpuCount
                && gpus.count() <= maxGpuCount
                && offer.reliability() >= minReliability
                && offer.availabilityConfidence() >= minAvailabilityConfidence
                && (provider == null || provider.equals(offer.id().provider()))
                && (gpu == null || gpu.isMetBy(gpus.model()))
                && (template == null || template.fits(offer))
                && isAffordable(offer)
                && isPlaced(offer.place())
                && isMet(offer.host());
    }

    private boolean isAffordable(Offer offer) {
        BigDecimal price = offer.price().amount();
        return (maxPrice == null || price.compareTo(maxPrice) <= 0)
                && (maxPricePerGpu == null
                        || price.compareTo(maxPricePerGpu.multiply(
                                        BigDecimal.valueOf(offer.gpus().count())))
                                <= 0);
    }

    private boolean isPlaced(OfferPlace place) {
        return (country == null || country.equals(place.country()))
                && (location == null
                        || location.equalsIgnoreCase(place.country())
                        || place.location().toLowerCase(Locale.ROOT).contains(location));
    }

    private boolean isMet(HostFacts host) {
        CudaVersion cuda = host.cudaVersion();
        return (minCuda == null || (cuda != null && cuda.compareTo(minCuda) >= 0))
                && (interruptible == null || interruptible.equals(host.interruptible()));
    }

    /** Names each wish, since there are too many to tell apart by place. Confined to one thread. */
    public static final class Builder {
        private @Nullable ProviderId provider;
        private @Nullable GpuWish gpu;
        private @Nullable String location;
        private @Nullable String country;
        private int minVram;
        private @Nullable BigDecimal maxPrice;
        private @Nullable BigDecimal maxPricePerGpu;
        private int minGpuCount;
        private int maxGpuCount = NO_LIMIT;
        private double minReliability;
        private double minAvailabilityConfidence;
        private @Nullable CudaVersion minCuda;
        private @Nullable Boolean interruptible;
        private @Nullable Template template;
        private OfferOrder order = OfferOrder.PRICE;

        private Builder() {}

        /** Only offers of this provider; null for any. */
        public Builder provider(@Nullable ProviderId wanted) {
            provider = wanted;
            return this;
        }

        /** A model or family in any spelling; null for any. */
        public Builder gpuType(@Nullable String asked) {
            gpu = asked == null ? null : GpuWish.of(asked);
            return this;
        }

        /** A part of the location text or an exact country code, in any case; null or blank for anywhere. */
        public Builder location(@Nullable String asked) {
            location = asked;
            return this;
        }

        /** ISO 3166 alpha-2 in any case; null for any. */
        public Builder country(@Nullable String code) {
            country = code;
            return this;
        }

        /** Memory of one GPU in GB, at least. */
        public Builder minVram(int gb) {
            minVram = gb;
            return this;
        }

        /** US dollars an hour for the whole offer, at most; null for any. */
        public Builder maxPrice(@Nullable BigDecimal dollars) {
            maxPrice = dollars;
            return this;
        }

        /** US dollars an hour and GPU, at most; null for any. */
        public Builder maxPricePerGpu(@Nullable BigDecimal dollars) {
            maxPricePerGpu = dollars;
            return this;
        }

        /** At least so many GPUs. Of several such wishes the largest holds. */
        public Builder minGpuCount(int count) {
            minGpuCount = Math.max(minGpuCount, count);
            return this;
        }

        /** At most so many GPUs. Of several such wishes the smallest holds. */
        public Builder maxGpuCount(int count) {
            maxGpuCount = Math.min(maxGpuCount, count);
            return this;
        }

        /** Just so many GPUs. */
        public Builder gpuCountExact(int count) {
            return minGpuCount(count).maxGpuCount(count);
        }

        /** At least so reliable, 0 to 1. */
        public Builder minReliability(double share) {
            minReliability = share;
            return this;
        }

        /** At least so likely to be rentable, 0 to 1. */
        public Builder minAvailabilityConfidence(double share) {
            minAvailabilityConfidence = share;
            return this;
        }

        /** A driver for at least this CUDA; null for any. */
        public Builder minCuda(@Nullable CudaVersion version) {
            minCuda = version;
            return this;
        }

        /** Whether the provider may take the machine away; null for either. */
        public Builder interruptible(@Nullable Boolean wanted) {
            interruptible = wanted;
            return this;
        }

        /** Only offers that it fits; null for any. */
        public Builder template(@Nullable Template wanted) {
            template = wanted;
            return this;
        }

        /** The order of what matches; by price unless said otherwise. */
        public Builder order(OfferOrder wanted) {
            order = wanted;
            return this;
        }

        /** The query. */
        public OfferQuery build() {
            return new OfferQuery(
                    provider,
                    gpu,
                    location,
                    country,
                    minVram,
                    maxPrice,
                    maxPricePerGpu,
                    minGpuCount,
                    maxGpuCount,
                    minReliability,
                    minAvailabilityConfidence,
                    minCuda,
                    interruptible,
                    template,
                    order);
        }
    }
}
