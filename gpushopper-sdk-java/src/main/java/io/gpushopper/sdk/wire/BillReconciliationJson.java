package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The answer of {@code GET /api/v1/costs/reconciliation}: the books held against the bills of the providers. Money is US dollars, rounded
 * to four places. Immutable.
 *
 * <pre>{@code
 * {"currency": "USD", "period_start": "2026-11-01", "period_end": "2026-11-30", "providers": [{"provider": "vastai",
 *  "status": "compared", "booked": 12.04, "billed": 12.1, "difference": 0.06, "share": 0.004959, "warning": false,
 *  "instances": [{"instance_id": "36877001", "session_id": "sess-abc123", "settled": true, "booked": 0.79,
 *   "corrected": 0, "billed": 0.791, "difference": 0.001}]}, {"provider": "tensordock", "status": "unsupported",
 *  "instances": []}]}
 * }</pre>
 *
 * @param periodStart the first day in UTC, from 00:00
 * @param periodEnd the last day in UTC, to 24:00
 */
public record BillReconciliationJson(
        String currency, String periodStart, String periodEnd, List<ProviderReconciliationJson> providers) {
    public BillReconciliationJson {
        requireNonNull(currency, "currency");
        requireNonNull(periodStart, "periodStart");
        requireNonNull(periodEnd, "periodEnd");
        providers = Copies.list(providers);
    }
}
