package io.gpushopper.simulator.machine.unix;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One call of a command.
 *
 * @param name as typed
 * @param args the words after it
 * @param io its streams
 * @param shell the shell that called it
 * @param world the machine it runs on
 */
public record Invocation(String name, List<String> args, Streams io, ShellState shell, UnixWorld world) {

    /** Copies the arguments. */
    public Invocation {
        requireNonNull(name, "name");
        args = List.copyOf(args);
        requireNonNull(io, "io");
        requireNonNull(shell, "shell");
        requireNonNull(world, "world");
    }

    /**
     * Writes to standard output.
     *
     * @param text written as it stands
     */
    public void print(String text) throws IOException {
        io.out().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a line to standard output.
     *
     * @param line without its end
     */
    public void println(String line) throws IOException {
        print(line + "\n");
    }

    /**
     * Complains on standard error, in the command's name.
     *
     * @param reason what went wrong
     * @return 1, for the command to return
     */
    public int fail(String reason) throws IOException {
        io.err().write((name + ": " + reason + "\n").getBytes(StandardCharsets.UTF_8));
        return 1;
    }

    /** The absolute path of a path as typed. */
    String path(String typed) {
        return shell.resolve(typed);
    }

    FileTree files() {
        return world.files();
    }

    /** Calls another command in the same surroundings. */
    int call(List<String> words) throws IOException {
        return new Interpreter(world, shell, io).execute(words);
    }

    /** The bytes of a file as typed; {@code -} is standard input. */
    byte[] input(String typed) throws IOException {
        return typed.equals("-") ? io.in().readAllBytes() : files().read(path(typed), shell.user());
    }

    /** All the named files one after the other, or standard input if none is named; complaints go to standard error. */
    Input inputs(List<String> typed) throws IOException {
        if (typed.isEmpty()) {
            return new Input(text(io.in().readAllBytes()), 0);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int code = 0;
        for (String each : typed) {
            try {
                all.writeBytes(input(each));
            } catch (FileFault e) {
                code = fail(each + ": " + e.getMessage());
            }
        }
        return new Input(text(all.toByteArray()), code);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Text that was read; the code is 1 if a file could not be read. */
    record Input(String text, int code) {
        List<String> lines() {
            return text.lines().toList();
        }
    }
}
