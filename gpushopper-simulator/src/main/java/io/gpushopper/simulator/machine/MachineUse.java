package io.gpushopper.simulator.machine;

/**
 * How a machine is used, until told otherwise.
 *
 * @param gpuPercent how busy every GPU is, 0 to 100
 * @param gpuMemoryMib how much memory is taken on each
 * @param cores how many processor cores are busy
 * @param networkBytesPerMinute what goes over the network, in and out together
 * @param users who sits at a terminal, besides those who really do
 */
public record MachineUse(int gpuPercent, int gpuMemoryMib, double cores, long networkBytesPerMinute, int users) {

    /** A machine that idles, as far as a machine ever does. */
    public static final MachineUse NONE = new MachineUse(0, 1, 0, 120_000, 0);

    /** Refuses what no machine can do. */
    public MachineUse {
        require("gpu_percent", gpuPercent, 100);
        require("gpu_memory_mib", gpuMemoryMib, 1_000_000);
        require("cores", cores, 1_000);
        require("network_bytes_per_minute", (double) networkBytesPerMinute, 1_000_000_000_000L);
        require("users", users, 100);
    }

    private static void require(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(name + " must be from 0 to " + (long) most);
        }
    }
}
