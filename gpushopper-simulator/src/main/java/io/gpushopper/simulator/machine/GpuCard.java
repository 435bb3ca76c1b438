package io.gpushopper.simulator.machine;

import static java.util.Objects.requireNonNull;

/**
 * One graphics card of a machine.
 *
 * @param name as {@code nvidia-smi} prints it, such as {@code NVIDIA GeForce RTX 4090}
 * @param memoryMib memory in MiB, above 0
 * @param driverVersion such as {@code 550.127.05}
 */
public record GpuCard(String name, int memoryMib, String driverVersion) {

    /** Checks the ranges. */
    public GpuCard {
        requireNonNull(name, "name");
        requireNonNull(driverVersion, "driverVersion");
        if (memoryMib <= 0) {
            throw new IllegalArgumentException("memoryMib must be above 0, was " + memoryMib);
        }
    }
}
