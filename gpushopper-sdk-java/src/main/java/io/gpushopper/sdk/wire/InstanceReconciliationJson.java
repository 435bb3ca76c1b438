package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One instance in the books and on its provider's bill. Immutable.
 *
 * @param instanceId the provider's id
 * @param settled whether the bill has all of it: it ended at least 36 hours ago
 * @param booked what the books say, corrections included
 * @param corrected of that, by corrections
 * @param billed what the provider says; absent when the instance is not on the bill
 * @param difference what was billed, less what was booked
 */
public record InstanceReconciliationJson(
        String instanceId,
        String sessionId,
        boolean settled,
        BigDecimal booked,
        BigDecimal corrected,
        @Nullable BigDecimal billed,
        BigDecimal difference) {
    public InstanceReconciliationJson {
        requireNonNull(instanceId, "instanceId");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(booked, "booked");
        requireNonNull(corrected, "corrected");
        requireNonNull(difference, "difference");
    }
}
