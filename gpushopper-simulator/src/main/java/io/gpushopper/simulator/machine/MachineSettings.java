package io.gpushopper.simulator.machine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * What a machine is made of.
 *
 * @param hostname what {@code hostname} prints
 * @param gpus its cards, in the order of their index; may be empty
 * @param loginUsers users that may log in over SSH; each gets a home directory
 * @param environment variables of the on-start script; an SSH session sees them only through {@code /etc/environment}
 * @param nvidiaDriver whether {@code nvidia-smi} is installed
 * @param ports the TCP ports to open, beside SSH
 */
public record MachineSettings(
        String hostname,
        List<GpuCard> gpus,
        List<String> loginUsers,
        Map<String, String> environment,
        boolean nvidiaDriver,
        List<Integer> ports) {

    /** Copies the collections. */
    public MachineSettings {
        requireNonNull(hostname, "hostname");
        gpus = List.copyOf(gpus);
        loginUsers = List.copyOf(loginUsers);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
    }

    /** A machine of which only SSH is open. */
    public MachineSettings(
            String hostname,
            List<GpuCard> gpus,
            List<String> loginUsers,
            Map<String, String> environment,
            boolean nvidiaDriver) {
        this(hostname, gpus, loginUsers, environment, nvidiaDriver, List.of());
    }
}
