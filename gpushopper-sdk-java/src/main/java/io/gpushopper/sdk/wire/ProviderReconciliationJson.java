package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The books held against the bill of one provider. The sums are of what is settled, and absent unless it was compared. Immutable.
 *
 * @param status {@code compared}, {@code unsupported} where the provider can't be asked, or {@code failed}
 * @param reason why it failed, such as {@code rate_limited}; absent unless it did
 * @param difference what was billed, less what was booked
 * @param share the difference as a share of what was billed, such as 0.01 for one per cent
 * @param warning whether that is more than one per cent, and more than the provider's rounding
 */
public record ProviderReconciliationJson(
        String provider,
        String status,
        @Nullable String reason,
        @Nullable BigDecimal booked,
        @Nullable BigDecimal billed,
        @Nullable BigDecimal difference,
        @Nullable BigDecimal share,
        @Nullable Boolean warning,
        List<InstanceReconciliationJson> instances) {
    public ProviderReconciliationJson {
        requireNonNull(provider, "provider");
        requireNonNull(status, "status");
        instances = Copies.list(instances);
    }
}
