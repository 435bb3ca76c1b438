package io.gpushopper.simulator.machine.unix;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A shell that reads its script line by line from standard input until {@code exit} or the end. It takes no byte more than
 * it needs, so that the commands it runs read the rest. Confined to one thread.
 */
public final class InteractiveShell {

    /** Whether somebody looks on. */
    public enum Prompt {
        SHOWN,
        NONE
    }

    private final UnixWorld world;
    private final ShellState shell;
    private final Streams io;
    private final Prompt prompt;

    /**
     * Prepares a shell.
     *
     * @param world the machine
     * @param shell the state it begins with
     * @param io where lines come from and answers go
     * @param prompt whether to invite each line
     */
    public InteractiveShell(UnixWorld world, ShellState shell, Streams io, Prompt prompt) {
        this.world = requireNonNull(world, "world");
        this.shell = requireNonNull(shell, "shell");
        this.io = requireNonNull(io, "io");
        this.prompt = requireNonNull(prompt, "prompt");
    }

    /**
     * Reads and runs to the end.
     *
     * @return the exit code of {@code exit} or of the last command
     * @throws IOException if a stream broke
     */
    public int run() throws IOException {
        StringBuilder script = new StringBuilder();
        try {
            while (true) {
                invite(script.length() == 0);
                boolean more = readLine(script);
                if (script.length() == 0 && !more) {
                    return shell.lastStatus();
                }
                if (runUnlessIncomplete(script.toString(), more)) {
                    script.setLength(0);
                }
            }
        } catch (ShellExit e) {
            return e.code();
        } finally {
            io.flush();
        }
    }

    private boolean runUnlessIncomplete(String script, boolean more) throws IOException {
        try {
            Node node = Parser.parse(script);
            new Interpreter(world, shell, io).run(node);
        } catch (ShellSyntaxException e) {
            if (e.isIncomplete() && more) {
                return false;
            }
            io.err().write(("sh: " + e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            shell.finished(2);
        }
        io.flush();
        return true;
    }

    private void invite(boolean first) throws IOException {
        if (prompt == Prompt.SHOWN) {
            String directory = shell.directory().equals(shell.home()) ? "~" : shell.directory();
            String sign = shell.user().equals("root") ? "# " : "$ ";
            String host = shell.user() + "@" + world.settings().hostname();
            io.out().write((first ? host + ":" + directory + sign : "> ").getBytes(StandardCharsets.UTF_8));
            io.out().flush();
        }
    }

    /** Appends a line with its end; false at the end of the input. */
    private boolean readLine(StringBuilder script) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = io.in().read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = io.in().read();
        }
        script.append(line.toString(StandardCharsets.UTF_8));
        if (next == '\n') {
            script.append('\n');
        }
        return next == '\n';
    }
}
