package io.gpushopper.simulator.machine.unix;

/** Unwinds a shell: {@code exit}, or the end of the machine. */
final class ShellExit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Exit code of what was killed. */
    static final int KILLED = 137;

    private final int code;

    ShellExit(int code) {
        super("exit " + code, null, false, false);
        this.code = code & 0xff;
    }

    int code() {
        return code;
    }
}
