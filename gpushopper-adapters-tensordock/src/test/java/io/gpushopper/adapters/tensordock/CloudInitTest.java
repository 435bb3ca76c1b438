package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.simulator.machine.GpuCard;
import io.gpushopper.simulator.machine.MachineSettings;
import io.gpushopper.simulator.machine.SimulatedMachine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudInitTest {
    private static final SshPublicKey OURS = TensorDockPurchaseTest.OURS;
    private static final SshPublicKey THEIRS = TensorDockPurchaseTest.THEIRS;

    private final SimulatedMachine machine = SimulatedMachine.create(new MachineSettings(
            "td",
            List.of(new GpuCard("NVIDIA GeForce RTX 4090", 24_564, "550.127.05")),
            List.of("user", "root"),
            Map.of(),
            true));

    @AfterEach
    void pullThePlug() {
        machine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/root", "/home/user"})
    void letsAllKeysInForBothAccounts(String home) {
        boot();

        assertThat(keys(home)).containsExactly(OURS.line(), THEIRS.line());
    }

    @Test
    void changesNothingTheSecondTime() {
        boot();
        String once = machine.readFile("/root/.ssh/authorized_keys").orElseThrow();

        boot();

        assertThat(machine.readFile("/root/.ssh/authorized_keys")).contains(once);
    }

    @Test
    void keepsWhatWasThereEvenWithoutALineBreakAtItsEnd() {
        machine.writeFile("/home/user/.ssh/authorized_keys", "ssh-ed25519 AAAAsomebody platform", "user", "0644");

        boot();

        assertThat(keys("/home/user")).containsExactly("ssh-ed25519 AAAAsomebody platform", OURS.line(), THEIRS.line());
    }

    @Test
    void doesNotRepeatTheKeyThatThePlatformInstalled() {
        machine.authorise("user", OURS.withoutComment());

        boot();

        assertThat(keys("/home/user")).containsExactly(OURS.withoutComment(), THEIRS.line());
    }

    @ParameterizedTest
    @ValueSource(strings = {"root /root/.ssh", "user /home/user/.ssh"})
    void leavesFilesThatSshAccepts(String ownerAndDirectory) {
        String owner = ownerAndDirectory.split(" ")[0];
        String directory = ownerAndDirectory.split(" ")[1];
        boot();

        assertThat(machine.run("stat -c '%a %U' " + directory + " " + directory + "/authorized_keys")
                        .output())
                .isEqualToIgnoringNewLines("700 " + owner + "600 " + owner);
    }

    @Test
    void givesLoginsTheVariablesAndRunsTheCommandWithThem() {
        SetupSecrets setup = new SetupSecrets(
                "echo \"$TOKEN\" > /root/started\nexit 3", Map.of("TOKEN", "it's $HOME \"quoted\" `x`", "PLAIN", "1"));

        CloudInit.runcmd(List.of(OURS, THEIRS), setup).forEach(machine::run);

        assertThat(machine.readFile("/etc/environment").orElseThrow())
                .contains("TOKEN=\"it's $HOME \"quoted\" `x`\"\n", "PLAIN=\"1\"\n");
        assertThat(machine.run("stat -c %a /root/started /root/.gpushopper-environment")
                        .output())
                .isEqualTo("644\n600\n");
        assertThat(machine.readFile("/root/started")).contains("it's $HOME \"quoted\" `x`\n");
        assertThat(keys("/root")).containsExactly(OURS.line(), THEIRS.line());
    }

    @Test
    void isHarmedByNothingThatStandsInACommand() {
        CloudInit.runcmd(List.of(OURS, THEIRS), new SetupSecrets("if then ' \" (", Map.of()))
                .forEach(machine::run);

        assertThat(keys("/root")).containsExactly(OURS.line(), THEIRS.line());
    }

    private void boot() {
        CloudInit.runcmd(List.of(OURS, THEIRS), SetupSecrets.NONE)
                .forEach(command ->
                        assertThat(machine.run(command).exitCode()).as(command).isZero());
    }

    private List<String> keys(String home) {
        return machine.readFile(home + "/.ssh/authorized_keys")
                .orElseThrow()
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
