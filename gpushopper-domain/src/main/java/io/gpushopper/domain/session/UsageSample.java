package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What shows whether an instance is in use, as one look at it told. What it doesn't tell is null, which is never the same as
 * nothing. Immutable.
 *
 * @param gpuPercent how busy the busiest GPU is
 * @param gpuMemoryMib how much of the GPUs' memory is taken, which is no sign of use: what is loaded may idle
 * @param logins who else is logged in, the look itself left out
 * @param before the counters as the look began
 * @param after the counters as it ended: what lies between is the look's own doing
 */
public record UsageSample(
        @Nullable Integer gpuPercent,
        @Nullable Integer gpuMemoryMib,
        @Nullable Integer logins,
        Counters before,
        Counters after) {
    /**
     * What only ever grows until a restart.
     *
     * @param uptime how long the kernel runs: the machine's own clock
     * @param processor processor time used, over all processors; of the container's, where it tells
     * @param networkBytes in and out, without the loopback
     */
    public record Counters(
            @Nullable Duration uptime,
            @Nullable Duration processor,
            @Nullable Long networkBytes) {
        /** Nothing is told. */
        public static final Counters UNTOLD = new Counters(null, null, null);
    }

    public UsageSample {
        requireNonNull(before, "before");
        requireNonNull(after, "after");
    }

    /** What a reading shows of it. */
    public static UsageSample of(InstanceReading reading) {
        InstanceReading.Activity activity = reading.activity();
        OptionalInt memory = reading.gpuMemoryUsedMib();
        return new UsageSample(
                gpuPercent(reading),
                memory.isPresent() ? Integer.valueOf(memory.getAsInt()) : null,
                activity.logins(),
                activity.before(),
                activity.after());
    }

    /** One busy GPU tells enough; that they idle, all must tell. Where there is no driver, nothing can run on them. */
    private static @Nullable Integer gpuPercent(InstanceReading reading) {
        OptionalInt busiest = reading.busiestGpuPercent();
        Integer peak = reading.activity().gpuPeakPercent();
        int most = Math.max(busiest.orElse(0), peak == null ? 0 : peak);
        boolean allTell =
                busiest.isPresent() && reading.gpus().stream().allMatch(gpu -> gpu.utilisationPercent() != null);
        boolean noneCan = reading.gpus().isEmpty() && reading.activity().driverAbsent();
        return most > InstanceReading.IDLE_GPU_PERCENT || allTell || noneCan ? Integer.valueOf(most) : null;
    }

    /** What it would have to tell to show that nothing is in use, and doesn't; for people. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        addIf(missing, gpuPercent == null, "the GPUs' utilisation");
        addIf(missing, before.uptime() == null || after.uptime() == null, "its uptime");
        addIf(missing, before.processor() == null || after.processor() == null, "its processor time");
        addIf(missing, before.networkBytes() == null || after.networkBytes() == null, "its network traffic");
        addIf(missing, logins == null, "who is logged in");
        return missing;
    }

    private static void addIf(List<String> missing, boolean isMissing, String what) {
        if (isMissing) {
            missing.add(what);
        }
    }
}
