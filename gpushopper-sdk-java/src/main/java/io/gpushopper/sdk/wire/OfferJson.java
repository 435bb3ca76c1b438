package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A priced, rentable machine shape. What the provider does not tell is absent. Immutable.
 *
 * <pre>{@code
 * {"id": "vastai-12345", "provider": "vastai", "provider_id": "12345", "gpu_type": "RTX 4090", "gpu_count": 1,
 *  "vram_gb": 24, "price_per_hour": 0.45, "location": "US-West", "reliability": 0.98, "available": true,
 *  "max_duration_hours": 0, "fetched_at": "2026-01-29T12:00:00Z"}
 * }</pre>
 *
 * @param providerId the provider's own id of the offer
 * @param gpuType the vendor's short name, such as {@code RTX 4090}
 * @param vramGb memory of each GPU
 * @param pricePerHour US dollars per hour for the whole offer with the default disk
 * @param reliability 0-1
 * @param maxDurationHours for how long the provider rents it; 0: no limit known
 * @param fetchedAt when the provider last showed the offer
 * @param availabilityConfidence 0-1: how likely the offer still is to be had
 * @param cudaVersion text, because 12.10 and 12.1 are two versions
 * @param minBid US dollars per hour
 * @param diskGb the largest disk to be had
 * @param storagePriceGbHour US dollars per GB and hour
 * @param country ISO 3166 alpha-2
 * @param gpuName as the provider spells it
 */
public record OfferJson(
        String id,
        String provider,
        String providerId,
        String gpuType,
        int gpuCount,
        int vramGb,
        BigDecimal pricePerHour,
        @Nullable String location,
        @Nullable BigDecimal reliability,
        boolean available,
        int maxDurationHours,
        Instant fetchedAt,
        @Nullable BigDecimal availabilityConfidence,
        @Nullable String cudaVersion,
        @Nullable String machineId,
        @Nullable Boolean interruptible,
        @Nullable BigDecimal minBid,
        @Nullable BigDecimal vcpus,
        @Nullable BigDecimal ramGb,
        @Nullable BigDecimal diskGb,
        @Nullable BigDecimal storagePriceGbHour,
        @Nullable BigDecimal inetDownMbps,
        @Nullable BigDecimal inetUpMbps,
        @Nullable String country,
        @Nullable Boolean datacenter,
        @Nullable String gpuName) {
    public OfferJson {
        requireNonNull(id, "id");
        requireNonNull(provider, "provider");
        requireNonNull(providerId, "providerId");
        requireNonNull(gpuType, "gpuType");
        requireNonNull(pricePerHour, "pricePerHour");
        requireNonNull(fetchedAt, "fetchedAt");
    }

    /** Starts an offer; the other fields that are never absent must follow. */
    public static Builder builder(String id, String provider) {
        return new Builder(id, provider);
    }

    /** Names each value, since there are too many to tell apart by place. Confined to one thread. */
    public static final class Builder {
        private final String id;
        private final String provider;
        private @Nullable String providerId;
        private @Nullable String gpuType;
        private int gpuCount;
        private int vramGb;
        private @Nullable BigDecimal pricePerHour;
        private @Nullable String location;
        private @Nullable BigDecimal reliability;
        private boolean available;
        private int maxDurationHours;
        private @Nullable Instant fetchedAt;
        private @Nullable BigDecimal availabilityConfidence;
        private @Nullable String cudaVersion;
        private @Nullable String machineId;
        private @Nullable Boolean interruptible;
        private @Nullable BigDecimal minBid;
        private @Nullable BigDecimal vcpus;
        private @Nullable BigDecimal ramGb;
        private @Nullable BigDecimal diskGb;
        private @Nullable BigDecimal storagePriceGbHour;
        private @Nullable BigDecimal inetDownMbps;
        private @Nullable BigDecimal inetUpMbps;
        private @Nullable String country;
        private @Nullable Boolean datacenter;
        private @Nullable String gpuName;

        private Builder(String id, String provider) {
            this.id = requireNonNull(id, "id");
            this.provider = requireNonNull(provider, "provider");
        }

        public Builder providerId(@Nullable String providerId) {
            this.providerId = providerId;
            return this;
        }

        public Builder gpuType(@Nullable String gpuType) {
            this.gpuType = gpuType;
            return this;
        }

        public Builder gpuCount(int gpuCount) {
            this.gpuCount = gpuCount;
            return this;
        }

        public Builder vramGb(int vramGb) {
            this.vramGb = vramGb;
            return this;
        }

        public Builder pricePerHour(@Nullable BigDecimal pricePerHour) {
            this.pricePerHour = pricePerHour;
            return this;
        }

        public Builder location(@Nullable String location) {
            this.location = location;
            return this;
        }

        public Builder reliability(@Nullable BigDecimal reliability) {
            this.reliability = reliability;
            return this;
        }

        public Builder available(boolean available) {
            this.available = available;
            return this;
        }

        public Builder maxDurationHours(int maxDurationHours) {
            this.maxDurationHours = maxDurationHours;
            return this;
        }

        public Builder fetchedAt(@Nullable Instant fetchedAt) {
            this.fetchedAt = fetchedAt;
            return this;
        }

        public Builder availabilityConfidence(@Nullable BigDecimal availabilityConfidence) {
            this.availabilityConfidence = availabilityConfidence;
            return this;
        }

        public Builder cudaVersion(@Nullable String cudaVersion) {
            this.cudaVersion = cudaVersion;
            return this;
        }

        public Builder machineId(@Nullable String machineId) {
            this.machineId = machineId;
            return this;
        }

        public Builder interruptible(@Nullable Boolean interruptible) {
            this.interruptible = interruptible;
            return this;
        }

        public Builder minBid(@Nullable BigDecimal minBid) {
            this.minBid = minBid;
            return this;
        }

        public Builder vcpus(@Nullable BigDecimal vcpus) {
            this.vcpus = vcpus;
            return this;
        }

        public Builder ramGb(@Nullable BigDecimal ramGb) {
            this.ramGb = ramGb;
            return this;
        }

        public Builder diskGb(@Nullable BigDecimal diskGb) {
            this.diskGb = diskGb;
            return this;
        }

        public Builder storagePriceGbHour(@Nullable BigDecimal storagePriceGbHour) {
            this.storagePriceGbHour = storagePriceGbHour;
            return this;
        }

        public Builder inetDownMbps(@Nullable BigDecimal inetDownMbps) {
            this.inetDownMbps = inetDownMbps;
            return this;
        }

        public Builder inetUpMbps(@Nullable BigDecimal inetUpMbps) {
            this.inetUpMbps = inetUpMbps;
            return this;
        }

        public Builder country(@Nullable String country) {
            this.country = country;
            return this;
        }

        public Builder datacenter(@Nullable Boolean datacenter) {
            this.datacenter = datacenter;
            return this;
        }

        public Builder gpuName(@Nullable String gpuName) {
            this.gpuName = gpuName;
            return this;
        }

        /** The value with what was set so far. */
        public OfferJson build() {
            return new OfferJson(
                    id,
                    provider,
                    requireNonNull(providerId, "providerId"),
                    requireNonNull(gpuType, "gpuType"),
                    gpuCount,
                    vramGb,
                    requireNonNull(pricePerHour, "pricePerHour"),
                    location,
                    reliability,
                    available,
                    maxDurationHours,
                    requireNonNull(fetchedAt, "fetchedAt"),
                    availabilityConfidence,
                    cudaVersion,
                    machineId,
                    interruptible,
                    minBid,
                    vcpus,
                    ramGb,
                    diskGb,
                    storagePriceGbHour,
                    inetDownMbps,
                    inetUpMbps,
                    country,
                    datacenter,
                    gpuName);
        }
    }
}
