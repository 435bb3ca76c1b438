package io.gpushopper.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine against OpenSSH's own programs, where they are installed. */
class OpenSshTest {

    private static final Path SSH = Path.of("/usr/bin/ssh");
    private static final Path SCP = Path.of("/usr/bin/scp");
    private static final Path KEYGEN = Path.of("/usr/bin/ssh-keygen");

    private final SimulatedMachine machine = SshSessions.machine("root", "user");

    @TempDir
    private Path directory;

    @BeforeEach
    void authoriseAKey() throws Exception {
        assumeTrue(Files.isExecutable(SSH) && Files.isExecutable(SCP) && Files.isExecutable(KEYGEN));
        machine.open();
        authorise("root", "ed25519");
        Files.writeString(directory.resolve("known_hosts"), "[127.0.0.1]:" + machine.port() + " " + machine.hostKey());
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ed25519"})
    void sshRunsACommand(String type) throws Exception {
        authorise("user", type);

        CommandResult result = ssh("user@127.0.0.1", "", "nvidia-smi -L; echo oops >&2; exit 4");

        assertThat(result.output()).startsWith("GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-");
        assertThat(result.errors()).isEqualTo("oops\n");
        assertThat(result.exitCode()).isEqualTo(4);
    }

    @Test
    void sshRunsAScriptFromStandardInput() throws Exception {
        CommandResult result = ssh("root@127.0.0.1", "cd /tmp\nwhoami && pwd\nexit 2\n");

        assertThat(result).isEqualTo(new CommandResult(2, "root\n/tmp\n", ""));
    }

    @Test
    void sshOpensATerminal() throws Exception {
        List<String> target = List.of("-p", Integer.toString(machine.port()), "root@127.0.0.1");

        CommandResult result = run("whoami\nexit 3\n", List.of(SSH.toString(), "-tt"), target);

        assertThat(result.output()).contains("root@C.77:~# ", "\r\nroot\r\n");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void sshRefusesAChangedHostKey() throws Exception {
        machine.changeHostKey();

        CommandResult result = ssh("root@127.0.0.1", "", "true");

        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.errors()).contains("REMOTE HOST IDENTIFICATION HAS CHANGED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-s", "-O"})
    void scpCopiesBothWays(String protocol) throws Exception {
        Path sent = Files.createDirectories(directory.resolve("sent/below"));
        Files.writeString(sent.resolve("deep.txt"), "deep");
        Files.writeString(directory.resolve("run.sh"), "echo it ran\n");

        assertOk(scp(protocol, "-p", directory.resolve("run.sh").toString(), "root@127.0.0.1:run.sh"));
        assertOk(scp(protocol, "-r", directory.resolve("sent").toString(), "root@127.0.0.1:/tmp/"));
        assertOk(scp(
                protocol,
                "root@127.0.0.1:/tmp/sent/below/deep.txt",
                directory.resolve("back").toString()));

        assertThat(machine.readFile("/root/run.sh")).contains("echo it ran\n");
        assertThat(ssh("root@127.0.0.1", "", "chmod +x run.sh && ./run.sh; stat -c %U run.sh")
                        .output())
                .isEqualTo("it ran\nroot\n");
        assertThat(directory.resolve("back")).hasContent("deep");
    }

    @Test
    void sftpCannotLinkOutOfTheMachine() throws Exception {
        CommandResult result = run(
                "ln -s /etc/passwd /root/leak\nls /root\n",
                List.of("/usr/bin/sftp", "-b", "-"),
                List.of("-P", Integer.toString(machine.port()), "root@127.0.0.1"));

        assertThat(result.exitCode()).isNotZero();
        assertThat(machine.readFile("/root/leak")).isEmpty();
    }

    private void authorise(String user, String type) throws IOException, InterruptedException {
        Files.deleteIfExists(directory.resolve("key"));
        Files.deleteIfExists(directory.resolve("key.pub"));
        String file = directory.resolve("key").toString();
        List<String> size = type.equals("rsa") ? List.of("-b", "2048") : List.of();
        assertOk(run("", List.of(KEYGEN.toString(), "-q", "-t", type, "-N", "", "-f", file), size));
        machine.authorise(user, Files.readString(directory.resolve("key.pub")));
    }

    private CommandResult ssh(String target, String input, String... command) throws Exception {
        List<String> rest = new ArrayList<>(List.of("-p", Integer.toString(machine.port()), target));
        rest.addAll(List.of(command));
        return run(input, List.of(SSH.toString(), "-T"), rest);
    }

    private CommandResult scp(String... arguments) throws Exception {
        List<String> rest = new ArrayList<>(List.of("-q", "-P", Integer.toString(machine.port())));
        rest.addAll(List.of(arguments));
        return run("", List.of(SCP.toString()), rest);
    }

    private CommandResult run(String input, List<String> program, List<String> rest)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        if (!program.get(0).equals(KEYGEN.toString())) {
            command.addAll(List.of("-F", "none", "-i", directory.resolve("key").toString(), "-o", "BatchMode=yes"));
            command.addAll(
                    List.of("-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=yes", "-o", "LogLevel=ERROR"));
            command.addAll(List.of("-o", "UserKnownHostsFile=" + directory.resolve("known_hosts")));
        }
        command.addAll(rest);
        Path in = Files.writeString(directory.resolve("stdin"), input);
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(SshSessions.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end in sight: " + command);
        }
        return new CommandResult(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static void assertOk(CommandResult result) {
        assertThat(result).isEqualTo(new CommandResult(0, "", ""));
    }
}
