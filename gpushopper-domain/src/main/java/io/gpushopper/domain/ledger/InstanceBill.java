package io.gpushopper.domain.ledger;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.session.InstanceId;
import java.util.Map;

/**
 * What a provider says that it charged for one instance in a period. Immutable.
 *
 * @param instance which
 * @param mark the label or name that it carries, whole and unparsed; empty when the bill doesn't tell
 * @param total everything, also what the books don't know, such as traffic
 * @param parts of it for the machine and for the disk, both of them; empty when the bill doesn't tell them apart
 * @param rounding by how much each of the figures may be off because the provider rounds
 */
public record InstanceBill(
        InstanceId instance, String mark, Accrued total, Map<ChargeKind, Accrued> parts, Accrued rounding) {
    public InstanceBill {
        requireNonNull(instance, "instance");
        requireNonNull(mark, "mark");
        requireNonNull(total, "total");
        parts = Map.copyOf(parts);
        requireNonNull(rounding, "rounding");
        if (!parts.isEmpty() && parts.size() != ChargeKind.values().length) {
            throw new IllegalArgumentException("a bill tells all of its parts or none");
        }
    }

    /** This bill and another of the same instance, as one. */
    public InstanceBill plus(InstanceBill other) {
        boolean told = !parts.isEmpty() && !other.parts.isEmpty();
        return new InstanceBill(
                instance,
                mark.isEmpty() ? other.mark : mark,
                total.plus(other.total),
                told
                        ? Map.of(
                                ChargeKind.COMPUTE,
                                part(ChargeKind.COMPUTE).plus(other.part(ChargeKind.COMPUTE)),
                                ChargeKind.STORAGE,
                                part(ChargeKind.STORAGE).plus(other.part(ChargeKind.STORAGE)))
                        : Map.of(),
                rounding.plus(other.rounding));
    }

    private Accrued part(ChargeKind kind) {
        return parts.getOrDefault(kind, Accrued.ZERO);
    }
}
