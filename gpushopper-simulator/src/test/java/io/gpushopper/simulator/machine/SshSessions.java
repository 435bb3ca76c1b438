package io.gpushopper.simulator.machine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** What the tests need of an SSH client. */
final class SshSessions {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private SshSessions() {}

    /** Waits for a condition, and fails if it does not come true in good time. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(5);
        }
    }

    static SimulatedMachine machine(String... users) {
        return SimulatedMachine.create(new MachineSettings(
                "C.77",
                List.of(new GpuCard("NVIDIA A100-SXM4-80GB", 81920, "535.183.01")),
                List.of(users),
                Map.of("MODEL", "llama"),
                true));
    }

    static SshClient client() {
        JdkEdDsaRegistrar.install();
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((session, address, hostKey) -> true);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.start();
        return client;
    }

    static KeyPair newKey(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    static String line(KeyPair key) {
        return PublicKeyEntry.toString(key.getPublic()) + " test";
    }

    static ClientSession login(SshClient client, SimulatedMachine machine, String user, KeyPair key)
            throws IOException {
        ClientSession session = client.connect(user, "127.0.0.1", machine.port())
                .verify(PATIENCE)
                .getSession();
        try {
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            return session;
        } catch (IOException e) {
            session.close(true);
            throw e;
        }
    }

    static CommandResult exec(ClientSession session, String command, String input) throws IOException {
        try (ChannelExec channel = session.createExecChannel(command)) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            channel.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(output);
            channel.setErr(errors);
            channel.open().verify(PATIENCE);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
            Integer status = channel.getExitStatus();
            return new CommandResult(
                    status == null ? -1 : status,
                    output.toString(StandardCharsets.UTF_8),
                    errors.toString(StandardCharsets.UTF_8));
        }
    }
}
