package io.gpushopper.ports;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A consumer's start command on its way into a provider's own script: it is carried as base64 and run from a file of its own, by
 * {@code bash} where there is one, so that nothing that stands in it can break the script around it.
 *
 * @param base64 the command, encoded
 */
public record StartCommand(String base64) {
    private static final String FILE = "/root/.gpushopper-start";

    /** The command of that setup; empty when it has none. */
    public static Optional<StartCommand> of(SetupSecrets setup) {
        return Optional.ofNullable(setup.onStart())
                .map(command ->
                        new StartCommand(Base64.getEncoder().encodeToString(command.getBytes(StandardCharsets.UTF_8))));
    }

    /** A line for a POSIX shell that writes it down, from its own text. */
    public String writeLine() {
        return "echo " + base64 + " | base64 -d > " + FILE;
    }

    /** A line for a POSIX shell that writes it down from a variable that holds {@link #base64}, which is unset then. */
    public static String writeLineFrom(String variable) {
        return "printenv " + variable + " | base64 -d > " + FILE + "; unset " + variable;
    }

    /** A line for a POSIX shell that runs what was written down. */
    public static String runLine() {
        return "\"$(command -v bash || command -v sh)\" " + FILE;
    }

    /** A line for a POSIX shell that becomes the command in a variable that holds {@link #base64}, and is there for nobody then. */
    public static String runLineFrom(String variable) {
        return "c=$(printenv " + variable + " | base64 -d); unset " + variable + "; exec /bin/sh -c \"$c\"";
    }

    @Override
    public String toString() {
        return "StartCommand[redacted]";
    }
}
