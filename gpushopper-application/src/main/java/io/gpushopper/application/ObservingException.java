package io.gpushopper.application;

/** What was asked for is not done by one who only observes. */
public final class ObservingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ObservingException() {
        super("this server only observes: it buys nothing, lengthens nothing and ends nothing");
    }
}
