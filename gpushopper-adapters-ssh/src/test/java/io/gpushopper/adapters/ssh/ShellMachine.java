package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.testkit.ProbedMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;

/** An SSH server that runs commands with the real {@code /bin/sh} in a home of its own for each user. */
final class ShellMachine implements ProbedMachine, AutoCloseable {
    private final Path homes;
    private final Map<String, Path> brokenHomes = new ConcurrentHashMap<>();
    private final SshServer server = SshServer.setUpDefaultServer();

    private ShellMachine(Path homes) {
        this.homes = homes;
    }

    static ShellMachine start(Path homes, String... users) throws IOException {
        ShellMachine machine = new ShellMachine(homes);
        for (String user : users) {
            Files.createDirectory(homes.resolve(user));
        }
        CoreModuleProperties.TCP_NODELAY.set(machine.server, true);
        machine.server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        machine.changeHostKey();
        machine.server.setPublickeyAuthenticator((user, key, session) -> machine.letsIn(user, key));
        machine.server.setCommandFactory((channel, command) -> machine.new Shell(command));
        machine.server.start();
        return machine;
    }

    @Override
    public SshEndpoint endpoint(String user) {
        return new SshEndpoint(server.getHost(), server.getPort(), user);
    }

    @Override
    public void authorise(String user, SshPublicKey key) {
        String before = authorisedKeys(user).stream().map(line -> line + "\n").collect(Collectors.joining());
        write(user, before + key.line() + "\n");
    }

    /** Replaces a user's {@code authorized_keys} by exactly this text. */
    void write(String user, String text) {
        try {
            Files.createDirectories(file(user).getParent());
            Files.writeString(file(user), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> authorisedKeys(String user) {
        try {
            return Files.exists(file(user)) ? Files.readAllLines(file(user)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on commands of this user have a file for a home, though he may log in. */
    void breakHome(String user) throws IOException {
        brokenHomes.put(user, Files.createFile(homes.resolve("no-directory")));
    }

    private Path file(String user) {
        return homes.resolve(user).resolve(".ssh/authorized_keys");
    }

    @Override
    public void changeHostKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            server.setKeyPairProvider(KeyPairProvider.wrap(generator.generateKeyPair()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private boolean letsIn(String user, PublicKey key) {
        String offered = PublicKeyEntry.toString(key);
        return authorisedKeys(user).stream().anyMatch(line -> line.startsWith(offered));
    }

    private final class Shell extends AbstractCommandSupport {
        private Shell(String command) {
            super(command, (CloseableExecutorService) null);
        }

        @Override
        public void run() {
            try {
                ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", getCommand());
                String user = getSession().getUsername();
                shell.environment()
                        .put(
                                "HOME",
                                brokenHomes
                                        .getOrDefault(user, homes.resolve(user))
                                        .toString());
                Process process = shell.directory(homes.toFile()).start();
                process.getOutputStream().close();
                process.getInputStream().transferTo(getOutputStream());
                process.getErrorStream().transferTo(getErrorStream());
                getOutputStream().flush();
                getErrorStream().flush();
                onExit(process.waitFor());
            } catch (IOException | InterruptedException e) {
                onExit(255, "no shell");
            }
        }
    }
}
