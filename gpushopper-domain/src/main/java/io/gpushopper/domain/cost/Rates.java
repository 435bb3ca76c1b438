package io.gpushopper.domain.cost;

import static java.util.Objects.requireNonNull;

/**
 * What an instance is charged, by kind. A provider that bills one sum for everything has it all in {@code compute}.
 *
 * @param compute for the machine while it runs
 * @param storage for its disk
 */
public record Rates(UsdPerHour compute, UsdPerHour storage) {
    public static final Rates NONE = new Rates(UsdPerHour.ZERO, UsdPerHour.ZERO);

    public Rates {
        requireNonNull(compute, "compute");
        requireNonNull(storage, "storage");
    }

    public UsdPerHour total() {
        return compute.plus(storage);
    }

    /** The rate of one kind. */
    public UsdPerHour of(ChargeKind kind) {
        return switch (kind) {
            case COMPUTE -> compute;
            case STORAGE -> storage;
        };
    }
}
