package io.gpushopper.simulator.machine.unix;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a world is made of.
 *
 * @param hostname the machine's name
 * @param users users with a home directory, root aside
 * @param processors number of processors
 * @param memoryMib memory in MiB
 */
public record WorldSettings(String hostname, List<String> users, int processors, int memoryMib) {

    /** Copies the list. */
    public WorldSettings {
        requireNonNull(hostname, "hostname");
        users = List.copyOf(users);
        if (processors <= 0 || memoryMib <= 0) {
            throw new IllegalArgumentException("processors and memoryMib must be above 0");
        }
    }
}
