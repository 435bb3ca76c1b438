package io.gpushopper.server.admin;

/** A parameter of a task is wrong; the message is a line that names it and the rule. */
final class BadTaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadTaskException(String line) {
        super(line);
    }
}
