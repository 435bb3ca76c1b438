package io.gpushopper.domain.offer;

import io.gpushopper.domain.cost.UsdPerHour;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a provider tells of the machine behind an offer, beyond its GPUs, and of how it is rented. Each is null when the provider does
 * not say.
 *
 * @param machineId the physical machine, stable from offer to offer
 * @param cudaVersion the newest CUDA of its driver
 * @param interruptible whether the provider may take the machine away from whoever rents this offer
 * @param minBid what an interruptible rental of the machine would cost at least; it says nothing about this offer
 * @param vcpus virtual CPUs of this offer
 * @param ramGb memory of this offer, in GB
 * @param diskGb the largest disk that can be rented, in GB
 * @param storagePricePerGb price of one GB of disk
 * @param inetDownMbps download speed in Mb/s
 * @param inetUpMbps upload speed in Mb/s
 */
public record HostFacts(
        @Nullable String machineId,
        @Nullable CudaVersion cudaVersion,
        @Nullable Boolean interruptible,
        @Nullable UsdPerHour minBid,
        @Nullable BigDecimal vcpus,
        @Nullable BigDecimal ramGb,
        @Nullable BigDecimal diskGb,
        @Nullable UsdPerHour storagePricePerGb,
        @Nullable BigDecimal inetDownMbps,
        @Nullable BigDecimal inetUpMbps) {
    /** Nothing told. */
    public static final HostFacts NONE = new HostFacts(null, null, null, null, null, null, null, null, null, null);
}
