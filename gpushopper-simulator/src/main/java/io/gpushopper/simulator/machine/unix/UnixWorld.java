package io.gpushopper.simulator.machine.unix;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The inside of a machine: users, files, commands and the power that keeps them going. Scripts of any number of threads
 * may run at once, each with its own {@link ShellState}. Thread-safe.
 */
public final class UnixWorld implements AutoCloseable {

    static final Set<String> PROGRAM_DIRECTORIES = Set.of("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin");

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int SYNTAX_ERROR = 2;
    private static final int FIRST_USER_ID = 1000;

    private final WorldSettings settings;
    private final FileTree files;
    private final InstantSource clock;
    private final Executor background;
    private final Map<String, Command> commands = new ConcurrentHashMap<>();
    private final CountDownLatch powerOff = new CountDownLatch(1);

    /**
     * Boots a world: home directories, the usual files, the usual commands.
     *
     * @param settings what the world is made of
     * @param clock for {@code date}, {@code uptime} and the like
     * @param background runs what scripts start with {@code &}
     */
    public UnixWorld(WorldSettings settings, InstantSource clock, Executor background) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
        this.background = requireNonNull(background, "background");
        this.files = FileTree.create();
        commands.putAll(ShellCommands.all());
        commands.putAll(FileCommands.all());
        commands.putAll(OwnershipCommands.all());
        commands.putAll(TextCommands.all());
        commands.putAll(FilterCommands.all());
        commands.putAll(SystemCommands.all());
        new Furnishing(this).install();
    }

    /**
     * Installs a program.
     *
     * @param name what it is called by
     * @param command what it does
     */
    public void install(String name, Command command) {
        commands.put(requireNonNull(name, "name"), requireNonNull(command, "command"));
    }

    /**
     * The machine's files.
     *
     * @return the tree
     */
    public FileTree files() {
        return files;
    }

    /**
     * The machine's clock.
     *
     * @return the clock
     */
    public InstantSource clock() {
        return clock;
    }

    WorldSettings settings() {
        return settings;
    }

    Map<String, Command> commands() {
        return commands;
    }

    /**
     * The user's home directory.
     *
     * @param user any user name
     * @return {@code /root} or {@code /home/USER}
     */
    public static String home(String user) {
        return user.equals("root") ? "/root" : "/home/" + user;
    }

    /** The numeric id of a user; empty if there is none of that name. */
    Optional<Integer> userId(String user) {
        if (user.equals("root")) {
            return Optional.of(0);
        }
        int index = settings.users().indexOf(user);
        return index < 0 ? Optional.empty() : Optional.of(FIRST_USER_ID + index);
    }

    /**
     * A shell as the boot gives it to scripts: root's, with the given variables.
     *
     * @param environment beside the usual variables
     * @return a new shell
     */
    public ShellState bootShell(Map<String, String> environment) {
        return ShellState.login("root", home("root"), usualVariables("root", environment));
    }

    /**
     * A shell as a login gives it: with the variables of {@code /etc/environment}, read now.
     *
     * @param user who logs in
     * @return a new shell
     */
    public ShellState loginShell(String user) {
        return ShellState.login(user, home(user), usualVariables(user, environmentFile()));
    }

    private static Map<String, String> usualVariables(String user, Map<String, String> others) {
        Map<String, String> variables = new TreeMap<>(Map.of("PATH", PATH, "LANG", "C.UTF-8"));
        variables.putAll(others);
        variables.putAll(
                Map.of("HOME", home(user), "USER", user, "LOGNAME", user, "SHELL", "/bin/bash", "PWD", home(user)));
        return variables;
    }

    private Map<String, String> environmentFile() {
        Map<String, String> variables = new LinkedHashMap<>();
        text("/etc/environment").orElse("").lines().forEach(line -> {
            String entry = line.strip().replaceFirst("^export +", "");
            int equals = entry.indexOf('=');
            if (equals > 0 && !entry.startsWith("#")) {
                variables.put(entry.substring(0, equals), unquoted(entry.substring(equals + 1)));
            }
        });
        return variables;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && ((value.startsWith("\"") && value.endsWith("\"")) || (value.startsWith("'") && value.endsWith("'")));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /**
     * Reads a file as text.
     *
     * @param path absolute path
     * @return its content; empty if it cannot be read
     */
    public Optional<String> text(String path) {
        try {
            return Optional.of(new String(files.read(path), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes a file, with the parents that are missing.
     *
     * @param path absolute path
     * @param content the whole content
     * @param owner {@code user} or {@code user:group}
     * @param mode permission bits
     * @throws IOException if there is a directory of that name
     */
    public void write(String path, String content, String owner, int mode) throws IOException {
        String absolute = FileTree.normalise(path);
        String[] names = owner.split(":", 2);
        files.makeDirectories(FileTree.parent(absolute), "root", 0755);
        try (OutputStream out = files.openForWriting(absolute, FileTree.Writing.TRUNCATE, "root", mode)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        files.chmod(absolute, mode);
        files.chown(absolute, names[0], names[names.length - 1]);
    }

    /**
     * Runs a script to its end.
     *
     * @param script its text
     * @param shell the shell it runs in, which it changes
     * @param io its streams
     * @return the exit code; 137 if the machine was switched off meanwhile
     * @throws IOException if a stream broke
     */
    public int run(String script, ShellState shell, Streams io) throws IOException {
        try {
            return new Interpreter(this, shell, io).run(Parser.parse(script));
        } catch (ShellSyntaxException e) {
            io.err().write(("sh: " + e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            return SYNTAX_ERROR;
        } catch (ShellExit e) {
            return e.code();
        } finally {
            io.flush();
        }
    }

    /** Runs a node on its own, with nothing to read and nobody to write to. */
    void background(ShellState shell, Node body) {
        Streams nowhere = new Streams(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream());
        background.execute(() -> {
            try {
                new Interpreter(this, shell, nowhere).run(body);
            } catch (ShellExit | IOException e) {
                // Nobody waits for it, and its output went nowhere.
                shell.finished(1);
            }
        });
    }

    /** Waits; throws {@link ShellExit} if the power goes off or the thread is interrupted meanwhile. */
    void sleep(Duration time) {
        try {
            if (powerOff.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ShellExit(ShellExit.KILLED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShellExit(ShellExit.KILLED);
        }
    }

    /** Throws {@link ShellExit} if the power is off or the thread was interrupted. */
    void checkPower() {
        if (powerOff.getCount() == 0 || Thread.currentThread().isInterrupted()) {
            throw new ShellExit(ShellExit.KILLED);
        }
    }

    /** Switches the power off: scripts end at their next command, the files are deleted. Idempotent. */
    @Override
    public void close() {
        powerOff.countDown();
        files.close();
    }
}
