package io.gpushopper.ports;

import org.jspecify.annotations.Nullable;

/** The store did not do what it was asked. Thrown by stores only, with a message free of secrets. */
public final class StoreException extends RuntimeException {
    /** A failure with the cause that the database gave; null when there is none. */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
