package io.gpushopper.simulator.machine;

import static java.util.Objects.requireNonNull;

/**
 * What a script left behind.
 *
 * @param exitCode 0 to 255
 * @param output everything written to standard output
 * @param errors everything written to standard error
 */
public record CommandResult(int exitCode, String output, String errors) {

    /** Checks the parts. */
    public CommandResult {
        requireNonNull(output, "output");
        requireNonNull(errors, "errors");
    }
}
