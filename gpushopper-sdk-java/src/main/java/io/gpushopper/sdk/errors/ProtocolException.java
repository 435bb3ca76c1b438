package io.gpushopper.sdk.errors;

/**
 * A success that could not be read: the answer is not what the API promises.
 *
 * <p>It has no cause on purpose: a parser's message quotes the answer, and the answer may hold a private key.
 */
public final class ProtocolException extends GpuShopperException {
    /** Says which answer was wrong and where, without quoting it. */
    public ProtocolException(String message) {
        super(message, null);
    }
}
