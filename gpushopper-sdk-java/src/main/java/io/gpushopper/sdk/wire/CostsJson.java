package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/v1/costs} and {@code GET /api/v1/costs/summary}. Money is US dollars, rounded to four places; each of
 * the splits, and compute and storage, add up to the total exactly. Immutable.
 *
 * <pre>{@code
 * {"consumer_id": "my-application", "total_cost": 45.67, "currency": "USD", "session_count": 12, "hours_used": 98.5,
 *  "period_start": "2026-11-01", "period_end": "2026-11-30", "compute_cost": 44.1, "storage_cost": 1.57,
 *  "by_provider": {"vastai": 30, "tensordock": 15.67}, "by_gpu_type": {"RTX 4090": 25, "A100 SXM4": 20.67},
 *  "by_day": {"2026-11-24": 45.67}, "by_consumer": {"my-application": 45.67}}
 * }</pre>
 *
 * @param consumerId whose costs were asked for; empty for everybody's
 * @param sessionCount sessions that were charged for anything in the period
 * @param hoursUsed how long they had a machine that was charged; two machines of one session at one time count once
 * @param periodStart the first day in UTC, from 00:00
 * @param periodEnd the last day in UTC, to 24:00; what runs has run up to now
 */
public record CostsJson(
        String consumerId,
        BigDecimal totalCost,
        @Nullable String currency,
        int sessionCount,
        BigDecimal hoursUsed,
        @Nullable String periodStart,
        @Nullable String periodEnd,
        @Nullable BigDecimal computeCost,
        @Nullable BigDecimal storageCost,
        Map<String, BigDecimal> byProvider,
        Map<String, BigDecimal> byGpuType,
        Map<String, BigDecimal> byDay,
        Map<String, BigDecimal> byConsumer) {
    public CostsJson {
        requireNonNull(consumerId, "consumerId");
        requireNonNull(totalCost, "totalCost");
        requireNonNull(hoursUsed, "hoursUsed");
        byProvider = Copies.map(byProvider);
        byGpuType = Copies.map(byGpuType);
        byDay = Copies.map(byDay);
        byConsumer = Copies.map(byConsumer);
    }
}
