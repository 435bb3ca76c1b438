package io.gpushopper.sdk.errors;

import org.jspecify.annotations.Nullable;

/** The root of everything the client throws, but for arguments that were wrong from the start. */
public abstract class GpuShopperException extends RuntimeException {
    GpuShopperException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
