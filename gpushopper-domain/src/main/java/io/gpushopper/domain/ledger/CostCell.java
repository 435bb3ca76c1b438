package io.gpushopper.domain.ledger;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import java.time.Duration;
import java.time.LocalDate;

/**
 * What was charged under one day, consumer, provider and GPU model: the finest that a report tells apart.
 *
 * @param day in UTC
 * @param consumer who asked for it
 * @param provider who billed it
 * @param gpu the model of the instances
 * @param compute for machines
 * @param storage for disks
 * @param used how long a session had a machine that was charged; two machines of one session at one time count once
 */
public record CostCell(
        LocalDate day,
        ConsumerId consumer,
        ProviderId provider,
        GpuModel gpu,
        Accrued compute,
        Accrued storage,
        Duration used) {
    public CostCell {
        requireNonNull(day, "day");
        requireNonNull(consumer, "consumer");
        requireNonNull(provider, "provider");
        requireNonNull(gpu, "gpu");
        requireNonNull(compute, "compute");
        requireNonNull(storage, "storage");
        requireNonNull(used, "used");
    }

    /** For machines and disks. */
    public Accrued total() {
        return compute.plus(storage);
    }

    boolean isNothing() {
        return compute.isZero() && storage.isZero() && used.isZero();
    }

    /** Both together, of one day, consumer, provider and model. */
    CostCell plus(CostCell other) {
        return new CostCell(
                day,
                consumer,
                provider,
                gpu,
                compute.plus(other.compute),
                storage.plus(other.storage),
                used.plus(other.used));
    }
}
