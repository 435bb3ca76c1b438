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
 */
public record MachineSettings(
        String hostname,
        List<GpuCard> gpus,
        List<String> loginUsers,
        Map<String, String> environment,
        boolean nvidiaDriver) {

    /** Copies the collections. */
    public MachineSettings {
        requireNonNull(hostname, "hostname");
        gpus = List.copyOf(gpus);
        loginUsers = List.copyOf(loginUsers);
        environment = Map.copyOf(environment);
    }
}
