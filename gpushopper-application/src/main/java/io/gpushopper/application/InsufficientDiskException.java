package io.gpushopper.application;

/** The disk that was asked for is not to be had with that offer; the message names the field and the rule. */
public final class InsufficientDiskException extends RuntimeException {
    /** A disk that is too small for the provider, or too large for the machine. */
    public InsufficientDiskException(String rule) {
        super(rule);
    }
}
