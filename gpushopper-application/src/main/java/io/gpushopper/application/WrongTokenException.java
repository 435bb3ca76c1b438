package io.gpushopper.application;

/** A token was shown that is not the session's. */
public final class WrongTokenException extends RuntimeException {
    public WrongTokenException() {
        super("the token is not the session's");
    }
}
