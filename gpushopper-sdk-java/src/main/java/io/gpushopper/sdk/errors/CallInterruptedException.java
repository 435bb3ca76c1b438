package io.gpushopper.sdk.errors;

/** The thread was interrupted while it waited for an answer. Its interrupt flag is set again. */
public final class CallInterruptedException extends GpuShopperException {
    /** Says which call was given up. */
    public CallInterruptedException(String call, InterruptedException cause) {
        super(call + " was interrupted", cause);
    }
}
