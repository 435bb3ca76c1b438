package io.gpushopper.ports;

/** How far a commit must have come when the store says that it is done. */
public enum Durability {
    /** It survives the death of this process. */
    COMMITTED,
    /** It is on the disk, and survives a power cut: what a purchase stands on (docs/no-orphans.md, A7). */
    SYNCED
}
