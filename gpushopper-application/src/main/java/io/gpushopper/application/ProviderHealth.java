package io.gpushopper.application;

/** How we stand with a provider. */
public enum ProviderHealth {
    /** No complete listing has come since the start: nothing is bought there yet. */
    NOT_SWEPT,
    /** Its last listing was complete. */
    OK,
    /** It refuses our credentials. */
    UNAUTHORIZED,
    /** Its last listing was not complete, or did not come. */
    FAILING
}
