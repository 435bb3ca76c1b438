package io.gpushopper.sdk.wire;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a session with {@code storage_policy: preserve} leaves behind, and goes on costing. Immutable.
 *
 * <pre>{@code
 * {"kept": true, "price_per_hour": 0.01, "instance_id": "12345", "until": "2026-02-01T14:00:00Z"}
 * }</pre>
 *
 * @param pricePerHour US dollars per hour
 */
public record StorageJson(
        boolean kept,
        @Nullable BigDecimal pricePerHour,
        @Nullable String instanceId,
        @Nullable Instant until) {}
