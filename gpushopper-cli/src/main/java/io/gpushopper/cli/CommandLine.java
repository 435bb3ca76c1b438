package io.gpushopper.cli;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments ask for.
 *
 * @param word what stands behind the command and is no option: a configuration file, or an id to claim; null for none
 * @param options by their names with dashes; those that take no value have an empty one
 */
record CommandLine(Command command, @Nullable String word, Map<String, String> options) {
    static final String OBSERVE = "--observe";
    static final String END_SESSIONS = "--end-sessions";
    static final String DEPLOYMENT = "--deployment";
    static final String YES = "--yes";
    static final String DRY_RUN = "--dry-run";
    static final String BELIEVE_ABSENCE = "--believe-absence";
    static final String BELIEVE_ACCOUNT = "--believe-account";
    static final String KEEP_STRANGER = "--keep-stranger";
    static final String DESTROY_STRANGER = "--destroy-stranger";
    static final String ADMIN = "--admin";

    private static final Set<String> VALUED =
            Set.of(DEPLOYMENT, ADMIN, BELIEVE_ABSENCE, BELIEVE_ACCOUNT, KEEP_STRANGER, DESTROY_STRANGER);
    private static final String ALL = "demo, server, simulator, claim, audit, reconcile or end-all";

    CommandLine {
        options = Map.copyOf(options);
    }

    /** A command and nothing else. */
    CommandLine(Command command) {
        this(command, null, Map.of());
    }

    /** What the program can be told to do. */
    enum Command {
        DEMO(""),
        SERVER("the path of a YAML file", OBSERVE, END_SESSIONS),
        SIMULATOR(""),
        CLAIM("the id of a deployment", ADMIN),
        AUDIT("", ADMIN),
        RECONCILE("", DRY_RUN, BELIEVE_ABSENCE, BELIEVE_ACCOUNT, KEEP_STRANGER, DESTROY_STRANGER, ADMIN),
        END_ALL("the path of a YAML file", DEPLOYMENT, DRY_RUN, YES),
        /** Not for people: one start and end, while the JVM records which classes that takes. */
        WARM_UP(""),
        HELP(""),
        VERSION("");

        private final String takes;

        // Of List.of: it can't be changed.
        @SuppressWarnings("ImmutableEnumChecker")
        private final List<String> options;

        /**
         * @param takes what may stand behind it, in words; empty for nothing
         */
        Command(String takes, String... options) {
            this.takes = takes;
            this.options = List.of(options);
        }
    }

    /** @throws UsageException when they make no sense */
    static CommandLine parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw new UsageException("say what to do: " + ALL);
        }
        String name = arguments.get(0);
        List<String> rest = arguments.subList(1, arguments.size());
        if (rest.contains("--help") || rest.contains("-h")) {
            return new CommandLine(Command.HELP);
        }
        return switch (name) {
            case "demo" -> read(Command.DEMO, name, rest);
            case "server" -> read(Command.SERVER, name, rest);
            case "simulator" -> read(Command.SIMULATOR, name, rest);
            case "claim" -> read(Command.CLAIM, name, rest).requiringWord(name);
            case "audit" -> read(Command.AUDIT, name, rest);
            case "reconcile" -> read(Command.RECONCILE, name, rest);
            case "end-all" -> read(Command.END_ALL, name, rest).requiring(name, DEPLOYMENT);
            case "warm-up" -> read(Command.WARM_UP, name, rest);
            case "--help", "-h", "help" -> read(Command.HELP, name, rest);
            case "--version", "version" -> read(Command.VERSION, name, rest);
            default -> throw new UsageException("there is no command \"" + name + "\": use " + ALL);
        };
    }

    /** Whether the option was given. */
    boolean has(String option) {
        return options.containsKey(option);
    }

    /** What was given with the option. */
    Optional<String> find(String option) {
        return Optional.ofNullable(options.get(option));
    }

    /**
     * The configuration file; null for none.
     *
     * @throws UsageException when it can't be one
     */
    @Nullable
    Path file() {
        try {
            return word == null ? null : Path.of(word);
        } catch (InvalidPathException unusable) {
            throw new UsageException("\"" + word + "\" is no path of a file: give the path of a YAML file");
        }
    }

    /** What stands behind a command that needs it. */
    String requireWord() {
        return requireNonNull(word, "word");
    }

    private CommandLine requiringWord(String name) {
        if (word == null) {
            throw new UsageException(name + " needs " + command.takes);
        }
        return this;
    }

    private CommandLine requiring(String name, String option) {
        if (!has(option)) {
            throw new UsageException(name + " needs " + option + " and a value");
        }
        return this;
    }

    private static CommandLine read(Command command, String name, List<String> rest) {
        Map<String, String> options = new TreeMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            String one = rest.get(i);
            if (!one.startsWith("-")) {
                words.add(one);
            } else if (!command.options.contains(one)) {
                throw new UsageException(name + " has no option \"" + one + "\"" + instead(command));
            } else if (!takesValue(one)) {
                options.put(one, "");
            } else if (i + 1 < rest.size() && !rest.get(i + 1).startsWith("-")) {
                i++;
                options.put(one, rest.get(i));
            } else {
                throw new UsageException(one + " needs a value");
            }
        }
        int most = command.takes.isEmpty() ? 0 : 1;
        if (words.size() > most) {
            throw new UsageException(name + " takes " + (most == 0 ? "no arguments" : command.takes) + ", got "
                    + (most == 0 ? "" : "also ") + "\"" + words.get(most) + "\"");
        }
        return new CommandLine(command, words.isEmpty() ? null : words.get(0), options);
    }

    private static boolean takesValue(String option) {
        return VALUED.contains(option);
    }

    private static String instead(Command command) {
        String options = String.join(" or ", command.options);
        if (command.takes.isEmpty()) {
            return options.isEmpty() ? "" : ": use " + options;
        }
        return ": give " + command.takes + (options.isEmpty() ? "" : ", " + options) + ", or nothing";
    }
}
