package io.gpushopper.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MachineFleetTest {

    private static final int MACHINES = Integer.getInteger("machines", 40);

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
        Set<Path> before = temporaryDirectories();
        long started = System.nanoTime();
        List<SimulatedMachine> fleet = IntStream.range(0, MACHINES)
                .parallel()
                .mapToObj(i -> SshSessions.machine("root"))
                .toList();
        fleet.parallelStream().forEach(SimulatedMachine::open);
        long took = System.nanoTime() - started;
        System.out.printf("%d machines open in %d ms%n", MACHINES, took / 1_000_000);

        assertThat(fleet.stream().map(SimulatedMachine::port)).doesNotHaveDuplicates();
        for (SimulatedMachine machine : fleet) {
            assertThat(greeting(machine.port())).startsWith("SSH-2.0-");
        }
        assertThat(machineThreads()).hasSizeLessThan(10);

        fleet.parallelStream().forEach(SimulatedMachine::close);
        fleet.forEach(SimulatedMachine::close);

        for (SimulatedMachine machine : fleet) {
            assertThatThrownBy(() -> greeting(machine.port())).isInstanceOf(ConnectException.class);
        }
        SshSessions.await("no threads", () -> machineThreads().isEmpty());
        assertThat(temporaryDirectories()).isSubsetOf(before);
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

    private static Set<Path> temporaryDirectories() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("gpushopper-machine-"))
                    .collect(Collectors.toSet());
        }
    }
}
