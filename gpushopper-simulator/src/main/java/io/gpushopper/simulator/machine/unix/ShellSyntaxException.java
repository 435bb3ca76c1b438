package io.gpushopper.simulator.machine.unix;

/** A script that cannot be read. */
final class ShellSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean incomplete;

    private ShellSyntaxException(String message, boolean incomplete) {
        super(message);
        this.incomplete = incomplete;
    }

    static ShellSyntaxException unexpected(String token) {
        return new ShellSyntaxException("syntax error near unexpected token `" + token + "'", false);
    }

    static ShellSyntaxException endedTooSoon() {
        return new ShellSyntaxException("syntax error: unexpected end of file", true);
    }

    /** Whether more lines could make it right. */
    boolean isIncomplete() {
        return incomplete;
    }
}
