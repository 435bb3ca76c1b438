package io.gpushopper.simulator.machine.unix;

import java.io.IOException;

/** A program of the machine. */
@FunctionalInterface
public interface Command {

    /**
     * Runs to the end.
     *
     * @param call arguments, streams and surroundings
     * @return the exit code, 0 to 255
     * @throws FileFault if a file operation failed; the shell reports it in the command's name and goes on with code 1
     * @throws IOException if a stream broke; the shell ends
     */
    int run(Invocation call) throws IOException;
}
