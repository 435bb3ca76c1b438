package io.gpushopper.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone: a port that is free again may be somebody else's the next moment. */
@Isolated
class MachineFleetTest {

    private static final int MACHINES = 40;

    @Test
    void refusesConnectionsUntilOpened() throws Exception {
        try (SimulatedMachine machine = SshSessions.machine("root")) {
            assertThatThrownBy(() -> greeting(machine.port())).isInstanceOf(ConnectException.class);

            machine.open();
            machine.open();

            assertThat(greeting(machine.port())).startsWith("SSH-2.0-");
        }
    }

    @Test
    void aFleetBootsAtOnceWithFewThreadsAndLeavesNothingBehind() throws Exception {
        SshSessions.await("no threads", () -> machineThreads().isEmpty());
        List<SimulatedMachine> fleet = IntStream.range(0, MACHINES)
                .parallel()
                .mapToObj(i -> SshSessions.machine("root"))
                .toList();
        fleet.parallelStream().forEach(SimulatedMachine::open);

        assertThat(fleet.stream().map(SimulatedMachine::port)).doesNotHaveDuplicates();
        for (SimulatedMachine machine : fleet) {
            assertThat(greeting(machine.port())).startsWith("SSH-2.0-");
        }
        assertThat(machineThreads()).hasSizeLessThan(10);
        assertThat(fleet)
                .extracting(SimulatedMachine::directory)
                .allSatisfy(path -> assertThat(path).isDirectory());

        fleet.parallelStream().forEach(SimulatedMachine::close);
        fleet.forEach(SimulatedMachine::close);

        for (SimulatedMachine machine : fleet) {
            assertThatThrownBy(() -> greeting(machine.port())).isInstanceOf(ConnectException.class);
        }
        SshSessions.await("no threads", () -> machineThreads().isEmpty());
        assertThat(fleet)
                .extracting(SimulatedMachine::directory)
                .allSatisfy(path -> assertThat(path).doesNotExist());
    }

    @Test
    void aClosedMachineHasNoFiles() {
        SimulatedMachine machine = SshSessions.machine("root");
        machine.kill();
        machine.close();
        machine.open();

        assertThat(machine.readFile("/etc/hostname")).isEmpty();
        assertThat(machine.run("echo hi").exitCode()).isEqualTo(137);
        assertThatThrownBy(() -> machine.writeFile("/root/x", "", "root", "0600"))
                .hasMessageContaining("/root/x");
        assertThatThrownBy(() -> greeting(machine.port())).isInstanceOf(ConnectException.class);
    }

    private static String greeting(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) SshSessions.PATIENCE.toMillis());
            return new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII);
        }
    }

    private static List<String> machineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("machine-"))
                .toList();
    }
}
