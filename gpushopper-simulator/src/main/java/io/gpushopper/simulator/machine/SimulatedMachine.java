package io.gpushopper.simulator.machine;

import static java.util.Objects.requireNonNull;

import io.gpushopper.simulator.machine.unix.Streams;
import io.gpushopper.simulator.machine.unix.UnixWorld;
import io.gpushopper.simulator.machine.unix.WorldSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.scp.server.ScpCommandFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * A rented machine: a real SSH server on a loopback port over a small Unix-like world. It accepts the keys of the login
 * user's {@code authorized_keys} and nothing else. All machines of a process share their threads; one at rest has none.
 * Thread-safe.
 */
public final class SimulatedMachine implements AutoCloseable {

    /** Processors and memory that go with one GPU: TensorDock's usual shape (docs/PROVIDERS.md, TensorDock: stock and price). */
    private static final int PROCESSORS_PER_GPU = 8;

    private static final int MEMORY_MIB_PER_GPU = 32 * 1024;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final MachineSettings settings;
    private final SshRuntime runtime;
    private final ReservedPort port;
    private final OpenPorts openPorts;
    private final UnixWorld world;
    private final UseMeter meter;
    private final Logins logins;
    private final SshServer server;
    private final AtomicBoolean off = new AtomicBoolean();
    private volatile KeyPair hostKey;

    private SimulatedMachine(MachineSettings settings, InstantSource clock, SshRuntime runtime) {
        this.settings = settings;
        this.runtime = runtime;
        this.port = ReservedPort.take();
        this.openPorts = new OpenPorts(settings.ports());
        this.meter = new UseMeter(clock, worldSettings(settings).processors());
        this.logins = new Logins(clock, meter);
        this.world = new UnixWorld(worldSettings(settings), clock, runtime::background);
        this.hostKey = newHostKey();
        world.install("who", logins::who);
        world.files().synthesise("/proc/stat", meter::processorTimes);
        world.files().synthesise("/proc/net/dev", meter::networkDevices);
        world.files().synthesise("/proc/loadavg", meter::load);
        if (settings.nvidiaDriver()) {
            world.install(
                    "nvidia-smi",
                    new NvidiaSmi(settings.gpus(), settings.hostname() + ":" + port.number(), meter::use));
            world.files().synthesise("/dev/nvidiactl", () -> "");
        }
        this.server = newServer();
    }

    /**
     * Makes a machine and reserves a free loopback port; connections to it are refused until {@link #open()}.
     *
     * @param settings what the machine is made of
     * @return the machine, not yet open
     */
    public static SimulatedMachine create(MachineSettings settings) {
        requireNonNull(settings, "settings");
        SshRuntime runtime = SshRuntime.acquire();
        try {
            return new SimulatedMachine(settings, InstantSource.system(), runtime);
        } catch (RuntimeException e) {
            SshRuntime.release();
            throw e;
        }
    }

    /**
     * The SSH port on the loopback address.
     *
     * @return the port
     */
    public int port() {
        return port.number();
    }

    /**
     * The loopback port at which a port of the machine is reached. It takes connections once the machine is open, and serves none.
     *
     * @param inside a port of the settings
     * @return the port; empty if it is not one of them
     */
    public OptionalInt publicPort(int inside) {
        return openPorts.number(inside);
    }

    /** Starts the SSH server on the reserved port. Does nothing if it is open already or was killed. */
    public synchronized void open() {
        if (off.get() || server.isStarted()) {
            return;
        }
        try {
            port.giveTo(server::start);
            openPorts.listen();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port.number(), e);
        }
    }

    /**
     * Serves web pages at every port of the settings, in place of a login. Does nothing if it was killed.
     *
     * @param pages JSON texts by path; every other path is 404
     */
    public synchronized void serve(Map<String, String> pages) {
        if (off.get()) {
            return;
        }
        try {
            openPorts.serve(new WebPages(pages), runtime.workers());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve at the ports " + settings.ports(), e);
        }
    }

    /**
     * Appends a key to the user's {@code ~/.ssh/authorized_keys}, as a provider's image does it: made if missing, the user's
     * own, mode 0600.
     *
     * @param user a login user or root
     * @param publicKeyLine in the form of {@code authorized_keys}
     */
    public synchronized void authorise(String user, String publicKeyLine) {
        String path = AuthorizedKeys.path(user);
        String before = readFile(path).orElse("");
        String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        writeFile(path, before + separator + publicKeyLine.strip() + "\n", user, "0600");
        requireSuccess(run("install -d -m 700 -o " + user + " -g " + user + " " + UnixWorld.home(user) + "/.ssh"));
    }

    /**
     * Takes a key out of the user's {@code ~/.ssh/authorized_keys}; sessions that it opened stay open.
     *
     * @param user a login user or root
     * @param publicKeyLine as it was let in
     */
    public synchronized void revoke(String user, String publicKeyLine) {
        String path = AuthorizedKeys.path(user);
        String revoked = publicKeyLine.strip();
        String rest = readFile(path)
                .orElse("")
                .lines()
                .filter(line -> !line.strip().equals(revoked))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        writeFile(path, rest, user, "0600");
    }

    /**
     * Writes a file of the machine, with its parent directories.
     *
     * @param path absolute path in the machine's own file system
     * @param content the whole content
     * @param owner {@code user} or {@code user:group}
     * @param permissions octal, such as {@code 0600}
     * @throws IllegalArgumentException if the path is not absolute or the permissions are not octal
     */
    public void writeFile(String path, String content, String owner, String permissions) {
        if (!path.startsWith("/") || !permissions.matches("[0-7]{3,4}")) {
            throw new IllegalArgumentException("not an absolute path with octal permissions: " + path);
        }
        try {
            world.write(path, content, owner, Integer.parseInt(permissions, 8) & 0777);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /**
     * Reads a file of the machine.
     *
     * @param path absolute path in the machine's own file system
     * @return its content; empty if there is no such file
     */
    public Optional<String> readFile(String path) {
        return world.text(path);
    }

    /**
     * Runs a script as root, in the machine's shell, with the settings' environment; blocks until it ends. What it starts
     * with {@code &} runs on.
     *
     * @param script an on-start script or one cloud-init {@code runcmd} line
     * @return its outcome; exit code 137 if the machine was killed meanwhile
     */
    public CommandResult run(String script) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Streams io = new Streams(new ByteArrayInputStream(new byte[0]), output, errors);
        try {
            int exitCode = world.run(script, world.bootShell(settings.environment()), io);
            return new CommandResult(
                    exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Has the machine be used so from now on: it shows in {@code nvidia-smi}, {@code who} and {@code /proc}.
     *
     * @param use how
     */
    public void use(MachineUse use) {
        meter.use(requireNonNull(use, "use"));
    }

    /**
     * How the machine is used now.
     *
     * @return what it was told last, or that it idles
     */
    public MachineUse use() {
        return meter.use();
    }

    /**
     * How the machine has been used. Answers after its end, too.
     *
     * @return logins so far and open sessions
     */
    public MachineActivity activity() {
        return logins.activity();
    }

    /**
     * The machine's SSH host key as clients pin it: {@code ssh-ed25519 AAAA…}.
     *
     * @return one line, without comment
     */
    public String hostKey() {
        return PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** Gives the machine a new host key, which connections made from now on see. */
    public void changeHostKey() {
        hostKey = newHostKey();
    }

    /** Where the machine's files lie on this computer's disk. */
    Path directory() {
        return world.files().root();
    }

    /** Pulls the plug: connections drop at once, the port is closed, the files are gone. Idempotent. */
    public void kill() {
        if (off.getAndSet(true)) {
            return;
        }
        synchronized (this) {
            try {
                server.close(true).await(LONGEST_CLOSE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                port.close();
                openPorts.close();
                world.close();
                SshRuntime.release();
            }
        }
    }

    /** Frees everything, as {@link #kill()} does. Idempotent. */
    @Override
    public void close() {
        kill();
    }

    private static WorldSettings worldSettings(MachineSettings settings) {
        int shares = Math.max(1, settings.gpus().size());
        List<String> users = new ArrayList<>(settings.loginUsers());
        users.remove("root");
        return new WorldSettings(settings.hostname(), users, PROCESSORS_PER_GPU * shares, MEMORY_MIB_PER_GPU * shares);
    }

    private static KeyPair newHostKey() {
        try {
            return KeyPairGenerator.getInstance(JdkEdDsaSupport.ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SshServer newServer() {
        CloseableExecutorService workers = runtime.workers();
        SshServer ssh = SshServer.setUpDefaultServer();
        runtime.attach(ssh);
        ssh.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        ssh.setPort(port.number());
        CoreModuleProperties.SERVER_IDENTIFICATION.set(ssh, "GPUSHOPPER-SIMULATOR");
        ssh.setKeyPairProvider((KeyPairProvider) session -> List.of(hostKey));
        ssh.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        ssh.setPublickeyAuthenticator(new AuthorizedKeys(world, settings.loginUsers()));
        ssh.addSessionListener(logins);
        ssh.setFileSystemFactory(RemoteFiles.fileSystem(world));
        ssh.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder()
                .withExecutorServiceProvider(runtime::workers)
                .withFileSystemAccessor(RemoteFiles.sftp())
                .build()));
        ssh.setCommandFactory(new ScpCommandFactory.Builder()
                .withExecutorServiceProvider(runtime::workers)
                .withFileOpener(RemoteFiles.scp())
                .withDelegate((channel, command) -> ShellSession.exec(world, workers, command))
                .build());
        ssh.setShellFactory(channel -> {
            logins.sitsDown(channel.getSession());
            return ShellSession.interactive(world, workers);
        });
        return ssh;
    }

    private static void requireSuccess(CommandResult result) {
        if (result.exitCode() != 0) {
            throw new IllegalArgumentException(result.errors().strip());
        }
    }
}
