package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * The disk of an instance. Immutable.
 *
 * <pre>{@code
 * {"total_gb": 50, "used_gb": 3.2}
 * }</pre>
 */
public record DiskJson(BigDecimal totalGb, BigDecimal usedGb) {
    public DiskJson {
        requireNonNull(totalGb, "totalGb");
        requireNonNull(usedGb, "usedGb");
    }
}
