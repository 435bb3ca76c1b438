package io.gpushopper.ports;

/** A request with that key was recorded already; nothing was written. */
public final class IdempotencyKeyTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IdempotencyKeyTakenException() {
        super("a request with that idempotency key is recorded already");
    }
}
