package io.gpushopper.simulator.machine.unix;

/** A command called the wrong way; the shell prints the reason in the command's name. */
final class UsageFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageFault(String reason) {
        super(reason);
    }
}
