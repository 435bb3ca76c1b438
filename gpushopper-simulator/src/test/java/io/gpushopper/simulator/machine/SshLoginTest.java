package io.gpushopper.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshLoginTest {

    private static SshClient client;

    private final SimulatedMachine machine = SshSessions.machine("root", "user");
    private KeyPair key;

    @BeforeAll
    static void startClient() {
        client = SshSessions.client();
    }

    @AfterAll
    static void stopClient() {
        client.stop();
    }

    @BeforeEach
    void open() throws Exception {
        key = SshSessions.newKey("Ed25519");
        machine.open();
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519"})
    void acceptsAnAuthorisedKey(String algorithm) throws Exception {
        KeyPair authorised = SshSessions.newKey(algorithm);
        machine.authorise("root", SshSessions.line(authorised));

        try (ClientSession session = SshSessions.login(client, machine, "root", authorised)) {
            CommandResult result = SshSessions.exec(session, "nvidia-smi -L; echo oops >&2; exit 3", "");

            assertThat(result.output()).startsWith("GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-");
            assertThat(result.errors()).isEqualTo("oops\n");
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(machine.activity()).isEqualTo(new MachineActivity(1, 1));
        }
    }

    @Test
    void refusesOtherKeysOtherUsersAndPasswords() throws Exception {
        machine.authorise("root", SshSessions.line(key));
        machine.writeFile("/home/stranger/.ssh/authorized_keys", SshSessions.line(key), "root", "0644");

        assertRefused("root", SshSessions.newKey("Ed25519"));
        assertRefused("user", key);
        assertRefused("stranger", key);
        try (ClientSession session = client.connect("root", "127.0.0.1", machine.port())
                .verify(SshSessions.PATIENCE)
                .getSession()) {
            session.addPasswordIdentity("root");
            assertThatThrownBy(() -> session.auth().verify(SshSessions.PATIENCE))
                    .isInstanceOf(SshException.class);
        }
        assertThat(machine.activity().logins()).isZero();
    }

    @Test
    void aKeyAppendedOverSshCountsForTheNextLogin() throws Exception {
        KeyPair second = SshSessions.newKey("RSA");
        machine.authorise("user", SshSessions.line(key));
        assertRefused("user", second);

        try (ClientSession session = SshSessions.login(client, machine, "user", key)) {
            String script = "umask 077; mkdir -p ~/.ssh && cat >> ~/.ssh/authorized_keys";
            CommandResult appended = SshSessions.exec(session, script, SshSessions.line(second) + "\n");
            assertThat(appended).isEqualTo(new CommandResult(0, "", ""));
        }

        SshSessions.login(client, machine, "user", second).close();
        assertThat(machine.activity().logins()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chmod 666 /home/user/.ssh/authorized_keys",
                "chown root /home/user/.ssh/authorized_keys",
                "chmod 777 /home/user/.ssh",
                "rm /home/user/.ssh/authorized_keys",
                "sed -i 's/ssh-ed25519/#ssh-ed25519/' /home/user/.ssh/authorized_keys",
            })
    void refusesKeysOfAFileThatSshdWouldNotTrust(String spoil) throws Exception {
        machine.authorise("user", SshSessions.line(key));
        SshSessions.login(client, machine, "user", key).close();

        assertThat(machine.run(spoil).errors()).isEmpty();

        assertRefused("user", key);
    }

    @Test
    void showsTheEnvironmentToSessionsOnlyThroughEtcEnvironment() throws Exception {
        machine.authorise("root", SshSessions.line(key));
        try (ClientSession session = SshSessions.login(client, machine, "root", key)) {
            assertThat(SshSessions.exec(session, "echo [$MODEL]", "").output()).isEqualTo("[]\n");

            assertThat(machine.run("env >> /etc/environment; touch ~/.no_auto_tmux")
                            .errors())
                    .isEmpty();

            assertThat(SshSessions.exec(session, "echo [$MODEL] $HOME", "").output())
                    .isEqualTo("[llama] /root\n");
        }
    }

    @Test
    void runsAPipedScriptLineByLine() throws Exception {
        machine.authorise("user", SshSessions.line(key));
        String script = "cd /tmp\nif true\nthen pwd\nfi\nread_by_cat=1; cat\nthe rest\n";

        try (ClientSession session = SshSessions.login(client, machine, "user", key)) {
            assertThat(shell(session, script, false)).isEqualTo("/tmp\nthe rest\n");
        }
    }

    @Test
    void promptsOnATerminal() throws Exception {
        machine.authorise("user", SshSessions.line(key));

        try (ClientSession session = SshSessions.login(client, machine, "user", key)) {
            assertThat(shell(session, "echp\u007fo hi\rexit\r", true))
                    .isEqualTo("user@C.77:~$ echp\b \bo hi\r\nhi\r\nuser@C.77:~$ exit\r\n");
        }
    }

    @Test
    void aHangingCommandEndsWithItsChannel() throws Exception {
        machine.authorise("root", SshSessions.line(key));
        try (ClientSession session = SshSessions.login(client, machine, "root", key)) {
            try (ChannelExec channel = session.createExecChannel("touch /started; sleep 600; touch /survived")) {
                channel.open().verify(SshSessions.PATIENCE);
                SshSessions.await(
                        "the command", () -> machine.readFile("/started").isPresent());
            }
            SshSessions.exec(session, "true", "");
            assertThat(machine.readFile("/survived")).isEmpty();
        }
    }

    @Test
    void presentsItsHostKeyAndAChangedOne() throws Exception {
        machine.authorise("root", SshSessions.line(key));
        String before = machine.hostKey();
        assertThat(before).startsWith("ssh-ed25519 ").isEqualTo(presentedHostKey());

        machine.changeHostKey();

        assertThat(machine.hostKey()).isNotEqualTo(before).isEqualTo(presentedHostKey());
    }

    @Test
    void killDropsOpenConnections() throws Exception {
        machine.authorise("root", SshSessions.line(key));
        try (ClientSession session = SshSessions.login(client, machine, "root", key)) {
            machine.kill();

            assertThat(session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), SshSessions.PATIENCE))
                    .contains(ClientSession.ClientSessionEvent.CLOSED);
        }
        assertThat(machine.activity()).isEqualTo(new MachineActivity(1, 0));
        assertThatThrownBy(() -> SshSessions.login(client, machine, "root", key))
                .isInstanceOf(IOException.class);
    }

    private void assertRefused(String user, KeyPair refused) {
        assertThatThrownBy(() -> SshSessions.login(client, machine, user, refused))
                .as(user)
                .isInstanceOf(SshException.class)
                .hasMessageContaining("authentication");
    }

    private String presentedHostKey() throws IOException {
        try (ClientSession session = SshSessions.login(client, machine, "root", key)) {
            return PublicKeyEntry.toString(session.getServerKey());
        }
    }

    private static String shell(ClientSession session, String typed, boolean terminal) throws IOException {
        try (ChannelShell channel = session.createShellChannel()) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            channel.setUsePty(terminal);
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(SshSessions.PATIENCE);
            try (OutputStream in = channel.getInvertedIn()) {
                in.write(typed.getBytes(StandardCharsets.UTF_8));
            }
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), SshSessions.PATIENCE);
            return output.toString(StandardCharsets.UTF_8);
        }
    }
}
