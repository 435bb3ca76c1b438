package io.gpushopper.sdk;

/** How far the end of a session has come when the server answers. */
public enum DeleteOutcome {
    /** It is proved that no instance is left. */
    DESTROYED,
    /** The server goes on until that is proved: see {@link SessionsClient#awaitStopped}. */
    IN_PROGRESS
}
