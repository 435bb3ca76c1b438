package io.gpushopper.application;

/** Nothing may be bought yet: the sweep at start-up has not seen what is already there. */
public final class NotReadyException extends RuntimeException {
    public NotReadyException(String message) {
        super(message);
    }
}
