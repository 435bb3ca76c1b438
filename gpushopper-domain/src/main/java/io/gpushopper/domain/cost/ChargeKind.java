package io.gpushopper.domain.cost;

/** What a charge is for. */
public enum ChargeKind {
    /** The running machine. */
    COMPUTE,
    /** The disk, also of a machine that doesn't run. */
    STORAGE
}
