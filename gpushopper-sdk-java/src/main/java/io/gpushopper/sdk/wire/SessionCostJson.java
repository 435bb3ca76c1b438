package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/v1/costs?session_id=...}, in US dollars to four places; compute and storage add up to the total.
 * Immutable.
 *
 * <pre>{@code
 * {"session_id": "sess-abc123", "total_cost": 1.35, "currency": "USD", "compute_cost": 1.31, "storage_cost": 0.04,
 *  "hours_used": 2.9}
 * }</pre>
 *
 * @param totalCost up to now while it runs
 * @param hoursUsed how long it had a machine that was charged
 * @param periodStart the first day that counts; absent where its whole life does
 * @param periodEnd the last day that counts, likewise
 */
public record SessionCostJson(
        String sessionId,
        BigDecimal totalCost,
        String currency,
        @Nullable BigDecimal computeCost,
        @Nullable BigDecimal storageCost,
        @Nullable BigDecimal hoursUsed,
        @Nullable String periodStart,
        @Nullable String periodEnd) {
    public SessionCostJson {
        requireNonNull(sessionId, "sessionId");
        requireNonNull(totalCost, "totalCost");
        requireNonNull(currency, "currency");
    }
}
