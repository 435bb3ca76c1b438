package io.gpushopper.testkit;

/**
 * How a {@link FakeMachine} is used until told otherwise.
 *
 * @param gpuPercent how busy its GPU is
 * @param cores how many of its processor cores are busy
 * @param bytesPerMinute what goes over its network
 * @param logins who is logged in, the engine left out
 */
public record MachineUse(int gpuPercent, double cores, long bytesPerMinute, int logins) {
    /** A machine that idles, as far as a machine ever does. */
    public static final MachineUse NONE = new MachineUse(0, 0.02, 20_000, 0);

    /** A machine whose GPU computes. */
    public static MachineUse computing() {
        return new MachineUse(97, 1.1, 20_000, 0);
    }
}
