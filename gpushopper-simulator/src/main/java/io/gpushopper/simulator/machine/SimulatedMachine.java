package io.gpushopper.simulator.machine;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A rented machine with a real SSH server on a loopback port.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SimulatedMachine implements AutoCloseable {

    private final MachineSettings settings;

    private SimulatedMachine(MachineSettings settings) {
        this.settings = requireNonNull(settings, "settings");
    }

    /**
     * Reserves a free loopback port; connections to it are refused until {@link #open()}.
     *
     * @param settings what the machine is made of
     * @return the machine, not yet open
     */
    public static SimulatedMachine create(MachineSettings settings) {
        return new SimulatedMachine(settings);
    }

    /**
     * The SSH port on the loopback address.
     *
     * @return the port
     */
    public int port() {
        throw new UnsupportedOperationException(settings.hostname());
    }

    /** Starts the SSH server on the reserved port. */
    public void open() {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends a key to the user's {@code ~/.ssh/authorized_keys}.
     *
     * @param user a login user or root
     * @param publicKeyLine in the form of {@code authorized_keys}
     */
    public void authorise(String user, String publicKeyLine) {
        throw new UnsupportedOperationException(user);
    }

    /**
     * Writes a file of the machine, with its parent directories.
     *
     * @param path absolute path in the machine's own file system
     * @param content the whole content
     * @param owner {@code user} or {@code user:group}
     * @param permissions octal, such as {@code 0600}
     */
    public void writeFile(String path, String content, String owner, String permissions) {
        throw new UnsupportedOperationException(path);
    }

    /**
     * Reads a file of the machine.
     *
     * @param path absolute path in the machine's own file system
     * @return its content; empty if there is no such file
     */
    public Optional<String> readFile(String path) {
        throw new UnsupportedOperationException(path);
    }

    /**
     * Runs a script as root, in the machine's shell, with the settings' environment.
     *
     * @param script an on-start script or one cloud-init {@code runcmd} line
     * @return its outcome
     */
    public CommandResult run(String script) {
        throw new UnsupportedOperationException(script);
    }

    /**
     * How the machine has been used.
     *
     * @return logins so far and open sessions
     */
    public MachineActivity activity() {
        throw new UnsupportedOperationException();
    }

    /** The machine's SSH host key as clients pin it: {@code ssh-ed25519 AAAA…}.
     *
     * @return one line, without comment
     */
    public String hostKey() {
        throw new UnsupportedOperationException();
    }

    /** Gives the machine a new host key, which connections made from now on see. */
    public void changeHostKey() {
        throw new UnsupportedOperationException();
    }

    /** Pulls the plug: connections drop at once, the port is closed, the file system is gone. Idempotent. */
    public void kill() {
        throw new UnsupportedOperationException();
    }

    /** Frees everything. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
