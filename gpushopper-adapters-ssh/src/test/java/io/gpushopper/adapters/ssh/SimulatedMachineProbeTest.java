package io.gpushopper.adapters.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeOutcome.Verified;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.UsageSample;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.simulator.machine.CommandResult;
import io.gpushopper.simulator.machine.GpuCard;
import io.gpushopper.simulator.machine.MachineSettings;
import io.gpushopper.simulator.machine.MachineUse;
import io.gpushopper.simulator.machine.SimulatedMachine;
import io.gpushopper.testkit.ProbedMachine;
import io.gpushopper.testkit.SshProbeContract;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The probe against the simulator's machines, which answer in the demonstration and in the end-to-end tests. */
final class SimulatedMachineProbeTest extends SshProbeContract {
    private final SshjProbe probe = new SshjProbe(Thread::new);
    private final TestKeys keys = new TestKeys();
    private final List<SimulatedMachine> machines = new ArrayList<>();

    @Override
    protected SshProbe probe() {
        return probe;
    }

    @Override
    protected KeyMaker keys() {
        return keys;
    }

    @Override
    protected ProbedMachine machine(String... users) {
        SimulatedMachine machine =
                SimulatedMachine.create(new MachineSettings("gpu-1", List.of(), List.of(users), Map.of(), false));
        machines.add(machine);
        machine.open();
        return new FromInside(machine);
    }

    @AfterEach
    void leaveNothingBehind() {
        probe.close();
        machines.forEach(SimulatedMachine::close);
    }

    @Test
    void letsTheConsumerInWithTheKeyItAddedToFileWhoseLastLineIsNotEnded() throws IOException {
        ProbedMachine seen = machine("root");
        SshKeyPair engine = keys.engineKey();
        machines.get(0)
                .writeFile("/root/.ssh/authorized_keys", engine.publicKey().line(), "root", "0600");

        ProbeOutcome outcome = probe.probe(new ProbeRequest(
                List.of(seen.endpoint("root")),
                engine.privateKey(),
                null,
                List.of(TestKeys.RSA.publicKey()),
                Duration.ofSeconds(30)));

        assertThat(outcome).isInstanceOf(Verified.class);
        assertThat(seen.authorisedKeys("root"))
                .containsExactly(
                        engine.publicKey().line(), TestKeys.RSA.publicKey().line());
        assertThat(TestKeys.rsaOpens(seen.endpoint("root"))).isTrue();
    }

    @Test
    void makesTheFileOfUserWhoHasNone() {
        ProbedMachine seen = machine("root");
        SshKeyPair engine = keys.engineKey();

        machines.get(0).writeFile("/root/add.sh", new AppendKeys(List.of(engine.publicKey())).script(), "root", "0700");
        CommandResult result = machines.get(0).run("sh /root/add.sh");

        assertThat(new AppendKeys(List.of(engine.publicKey())).isDone(result.output()))
                .isTrue();
        assertThat(seen.authorisedKeys("root"))
                .containsExactly(engine.publicKey().line());
        assertThat(machines.get(0)
                        .run("stat -c %a /root/.ssh /root/.ssh/authorized_keys")
                        .output())
                .isEqualTo("700\n600\n");
    }

    @Test
    void readsEveryGpuThatTheMachineHasAndSeesNobodyWhenOnlyItselfIsThere() {
        GpuCard card = new GpuCard("NVIDIA GeForce RTX 4090", 24_564, "550.127.05");
        SimulatedMachine machine = SimulatedMachine.create(
                new MachineSettings("gpu-2", List.of(card, card), List.of("root"), Map.of(), true));
        machines.add(machine);
        machine.open();

        InstanceReading reading = read(machine);

        assertThat(reading.gpus())
                .hasSize(2)
                .containsOnly(new InstanceReading.Gpu("NVIDIA GeForce RTX 4090", 24_564, 1, 0, 34));
        assertThat(reading.busiestGpuPercent()).hasValue(0);
        assertThat(reading.gpuMemoryUsedMib()).hasValue(2);
        assertThat(reading.users()).isZero();
        assertThat(reading.load()).isEqualByComparingTo("0.08");
    }

    @Test
    void tellsHowTheMachineIsUsedAndLeavesItselfOut() {
        GpuCard card = new GpuCard("NVIDIA GeForce RTX 4090", 24_564, "550.127.05");
        SimulatedMachine machine =
                SimulatedMachine.create(new MachineSettings("gpu-3", List.of(card), List.of("root"), Map.of(), true));
        machines.add(machine);
        machine.open();

        UsageSample idle = UsageSample.of(read(machine));
        machine.use(new MachineUse(97, 20_000, 8, 60_000_000, 2));
        UsageSample busy = UsageSample.of(read(machine));

        assertThat(idle.gpuPercent()).isZero();
        assertThat(idle.logins()).isZero();
        assertThat(busy.gpuPercent()).isEqualTo(97);
        assertThat(busy.gpuMemoryMib()).isEqualTo(20_000);
        assertThat(busy.logins()).isEqualTo(2);
        assertThat(busy.after().processor()).isGreaterThanOrEqualTo(idle.after().processor());
        assertThat(busy.before().networkBytes())
                .isGreaterThanOrEqualTo(idle.after().networkBytes());
        assertThat(busy.after().uptime()).isGreaterThanOrEqualTo(idle.before().uptime());
    }

    private InstanceReading read(SimulatedMachine machine) {
        ProbedMachine seen = new FromInside(machine);
        SshKeyPair engine = keys.engineKey();
        seen.authorise("root", engine.publicKey());
        Verified login = (Verified) probe.probe(new ProbeRequest(
                List.of(seen.endpoint("root")),
                engine.privateKey(),
                null,
                List.of(engine.publicKey()),
                Duration.ofSeconds(30)));
        ReadingOutcome outcome = probe.read(new ReadingRequest(
                seen.endpoint("root"), engine.privateKey(), login.hostKey(), Duration.ofSeconds(30)));
        return ((ReadingOutcome.Read) outcome).reading();
    }

    private static final class FromInside implements ProbedMachine {
        private final SimulatedMachine machine;
        private final int port;

        private FromInside(SimulatedMachine machine) {
            this.machine = machine;
            this.port = machine.port();
        }

        @Override
        public SshEndpoint endpoint(String user) {
            return new SshEndpoint("127.0.0.1", port, user);
        }

        @Override
        public void authorise(String user, SshPublicKey key) {
            machine.authorise(user, key.line());
        }

        @Override
        public List<String> authorisedKeys(String user) {
            String home = user.equals("root") ? "/root" : "/home/" + user;
            return machine.readFile(home + "/.ssh/authorized_keys").map(String::lines).stream()
                    .flatMap(lines -> lines)
                    .toList();
        }

        @Override
        public void changeHostKey() {
            machine.changeHostKey();
        }

        @Override
        public void stop() {
            machine.kill();
        }
    }
}
