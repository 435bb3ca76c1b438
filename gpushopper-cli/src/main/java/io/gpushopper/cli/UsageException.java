package io.gpushopper.cli;

/** The arguments make no sense; the message is one line that says what would. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String line) {
        super(line);
    }
}
