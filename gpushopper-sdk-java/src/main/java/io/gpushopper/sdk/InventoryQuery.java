package io.gpushopper.sdk;

import java.math.BigDecimal;

/** Which offers to list. Everything is optional; what several parameters ask for must all hold. Immutable. */
public final class InventoryQuery {
    private final Query query;

    private InventoryQuery(Query query) {
        this.query = query;
    }

    /** Asks for everything. */
    public static InventoryQuery all() {
        return builder().build();
    }

    /** Starts a query that asks for everything. */
    public static Builder builder() {
        return new Builder();
    }

    Query query() {
        return query;
    }

    /** Narrows the query. A parameter is set at most once. Confined to one thread. */
    public static final class Builder {
        private Query query = Query.NONE;

        private Builder() {}

        /** Offers of this provider: {@code vastai}, {@code tensordock}. */
        public Builder provider(String provider) {
            query = query.with("provider", provider);
            return this;
        }

        /** Offers of this GPU, in any usual spelling; a family such as {@code A100} means all its variants. */
        public Builder gpuType(String gpuType) {
            query = query.with("gpu_type", gpuType);
            return this;
        }

        /** Offers whose location contains this text, or whose country code it is. */
        public Builder location(String location) {
            query = query.with("location", location);
            return this;
        }

        /** Offers in this country: ISO 3166 alpha-2. */
        public Builder country(String country) {
            query = query.with("country", country);
            return this;
        }

        /** At least this many GB of memory on each GPU. */
        public Builder minVram(int minVram) {
            query = query.with("min_vram", minVram);
            return this;
        }

        /** At most this many US dollars per hour for the whole offer. */
        public Builder maxPrice(BigDecimal maxPrice) {
            query = query.with("max_price", maxPrice.toPlainString());
            return this;
        }

        /** At most this many US dollars per hour and GPU. */
        public Builder maxPricePerGpu(BigDecimal maxPricePerGpu) {
            query = query.with("max_price_per_gpu", maxPricePerGpu.toPlainString());
            return this;
        }

        /** At least this many GPUs. */
        public Builder minGpuCount(int minGpuCount) {
            query = query.with("min_gpu_count", minGpuCount);
            return this;
        }

        /** At most this many GPUs. */
        public Builder maxGpuCount(int maxGpuCount) {
            query = query.with("max_gpu_count", maxGpuCount);
            return this;
        }

        /** Exactly this many GPUs. */
        public Builder gpuCountExact(int gpuCountExact) {
            query = query.with("gpu_count_exact", gpuCountExact);
            return this;
        }

        /** At least this reliable: 0-1. */
        public Builder minReliability(BigDecimal minReliability) {
            query = query.with("min_reliability", minReliability.toPlainString());
            return this;
        }

        /** At least this likely still to be had: 0-1. */
        public Builder minAvailabilityConfidence(BigDecimal minAvailabilityConfidence) {
            query = query.with("min_availability_confidence", minAvailabilityConfidence.toPlainString());
            return this;
        }

        /** At least this version of CUDA, such as {@code 12.4}. */
        public Builder minCuda(String minCuda) {
            query = query.with("min_cuda", minCuda);
            return this;
        }

        /** Only offers that may be taken away, or only such that may not. */
        public Builder interruptible(boolean interruptible) {
            query = query.with("interruptible", interruptible);
            return this;
        }

        /** Only offers that this template fits, so only those of its provider. */
        public Builder templateHashId(String templateHashId) {
            query = query.with("template_hash_id", templateHashId);
            return this;
        }

        /** The order; by price unless said otherwise. */
        public Builder sort(OfferSort sort) {
            query = query.with("sort", sort.word());
            return this;
        }

        /** At most this many offers in the answer; at least 1. */
        public Builder limit(int limit) {
            query = query.with("limit", limit);
            return this;
        }

        /** Leaves out this many offers from the front. */
        public Builder offset(int offset) {
            query = query.with("offset", offset);
            return this;
        }

        /** The query with what was set so far. */
        public InventoryQuery build() {
            return new InventoryQuery(query);
        }
    }
}
