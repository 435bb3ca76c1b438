package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One GPU as the instance reports it. Immutable.
 *
 * <pre>{@code
 * {"name": "NVIDIA GeForce RTX 4090", "memory_total_mb": 24564, "memory_used_mb": 1, "utilization_percent": 0,
 *  "temperature_c": 31}
 * }</pre>
 */
public record GpuJson(
        String name,
        @Nullable Integer memoryTotalMb,
        @Nullable Integer memoryUsedMb,
        @Nullable Integer utilizationPercent,
        @Nullable Integer temperatureC) {
    public GpuJson {
        requireNonNull(name, "name");
    }
}
