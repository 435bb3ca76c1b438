package io.gpushopper.sdk.errors;

import java.io.IOException;

/**
 * No answer came: the server was not reached, or the connection broke, or the time was up.
 *
 * <p>For a create without an idempotency key this leaves open whether a session exists: list the consumer's sessions
 * before trying again.
 */
public final class TransportException extends GpuShopperException {
    /** Says which call got no answer. */
    public TransportException(String call, IOException cause) {
        super(call + " got no answer: " + cause, cause);
    }
}
