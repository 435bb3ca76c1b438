package io.gpushopper.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments ask for.
 *
 * @param file the configuration file of {@code server}; null for none, and for the other commands
 */
record CommandLine(Command command, @Nullable Path file) {

    /** What the program can be told to do. */
    enum Command {
        DEMO,
        SERVER,
        SIMULATOR,
        /** Not for people: one start and end, while the JVM records which classes that takes. */
        WARM_UP,
        HELP,
        VERSION
    }

    /** @throws UsageException when they make no sense */
    static CommandLine parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw new UsageException("say what to do: demo, server or simulator");
        }
        String word = arguments.get(0);
        List<String> rest = arguments.subList(1, arguments.size());
        if (rest.contains("--help") || rest.contains("-h")) {
            return new CommandLine(Command.HELP, null);
        }
        return switch (word) {
            case "demo" -> alone(Command.DEMO, word, rest);
            case "server" -> server(rest);
            case "simulator" -> alone(Command.SIMULATOR, word, rest);
            case "warm-up" -> alone(Command.WARM_UP, word, rest);
            case "--help", "-h", "help" -> alone(Command.HELP, word, rest);
            case "--version", "version" -> alone(Command.VERSION, word, rest);
            default -> throw new UsageException("there is no command \"" + word + "\": use demo, server or simulator");
        };
    }

    private static CommandLine alone(Command command, String word, List<String> rest) {
        if (!rest.isEmpty()) {
            throw new UsageException(word + " takes no arguments, got \"" + rest.get(0) + "\"");
        }
        return new CommandLine(command, null);
    }

    private static CommandLine server(List<String> rest) {
        if (rest.isEmpty()) {
            return new CommandLine(Command.SERVER, null);
        }
        String file = rest.get(0);
        if (file.startsWith("-")) {
            throw new UsageException("server has no option \"" + file + "\": give the path of a YAML file, or nothing");
        }
        if (rest.size() > 1) {
            throw new UsageException("server takes one configuration file, got also \"" + rest.get(1) + "\"");
        }
        try {
            return new CommandLine(Command.SERVER, Path.of(file));
        } catch (InvalidPathException unusable) {
            throw new UsageException("\"" + file + "\" is no path of a file: give the path of a YAML file");
        }
    }
}
