package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.session.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the market's own meter says of an instance, whatever the provider's API says.
 *
 * @param id its id
 * @param createdAt when it was made
 * @param endedAt when it was gone; null while it is there
 * @param isLost whether the market lost it, as against its being destroyed
 * @param compute billed for the machine so far
 * @param storage billed for the disk so far
 * @param dearest the highest rates that it ever had
 * @param untoldChanges how often its machine began or ceased to bill, or changed its price, without anybody's being told
 */
public record RentalMeter(
        InstanceId id,
        Instant createdAt,
        @Nullable Instant endedAt,
        boolean isLost,
        Accrued compute,
        Accrued storage,
        Rates dearest,
        int untoldChanges) {
    public RentalMeter {
        requireNonNull(id, "id");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(compute, "compute");
        requireNonNull(storage, "storage");
        requireNonNull(dearest, "dearest");
    }

    /** Billed for one kind so far. */
    public Accrued of(ChargeKind kind) {
        return switch (kind) {
            case COMPUTE -> compute;
            case STORAGE -> storage;
        };
    }
}
