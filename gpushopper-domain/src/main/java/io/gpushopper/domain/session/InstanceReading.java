package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an instance told of itself to somebody who logged in, at one moment: for diagnostics, and to judge whether it idles. It is
 * the word of a machine on which its consumer is root. What the machine doesn't tell is null or missing, never invented. Immutable.
 *
 * @param gpus its GPUs, in their order; empty when {@code nvidia-smi} is not there or does not answer
 * @param load the load average of the last minute: processes that run or wait for a processor or a disk
 * @param users logged-in users, or terminals if there are more of them; the reader himself has none
 * @param network bytes since its start over all interfaces but the loopback
 * @param disk the file system that its root is on
 * @param uptime how long its kernel runs, which for a container is its host's
 * @param activity what shows whether it is in use
 */
public record InstanceReading(
        List<Gpu> gpus,
        @Nullable BigDecimal load,
        int users,
        @Nullable Network network,
        @Nullable Disk disk,
        @Nullable Duration uptime,
        Activity activity) {
    /** A GPU that is busier than so many percent is in use. */
    public static final int IDLE_GPU_PERCENT = 5;

    /**
     * One GPU.
     *
     * @param name as the driver spells it
     * @param memoryTotalMib its memory
     * @param memoryUsedMib how much of it is taken
     * @param utilisationPercent how much of the last moment something ran on it, 0 to 100
     * @param temperatureCelsius how hot it is
     */
    public record Gpu(
            String name,
            @Nullable Integer memoryTotalMib,
            @Nullable Integer memoryUsedMib,
            @Nullable Integer utilisationPercent,
            @Nullable Integer temperatureCelsius) {
        public Gpu {
            requireNonNull(name, "name");
        }
    }

    /**
     * What went over the network, which only ever grows until a restart.
     *
     * @param receivedBytes came in
     * @param sentBytes went out
     */
    public record Network(long receivedBytes, long sentBytes) {}

    /**
     * A file system.
     *
     * @param totalKib its size
     * @param usedKib how much of it is taken
     */
    public record Disk(long totalKib, long usedKib) {}

    /**
     * What shows whether it is in use, beside its GPUs.
     *
     * @param logins who else is logged in, the reader left out
     * @param driverAbsent whether it is certain that no driver of a GPU is loaded
     * @param gpuPeakPercent the most that the driver measured of any GPU in the last seconds; null when it keeps nothing
     * @param before what it has used as the reading began
     * @param after what it has used as the reading ended
     */
    public record Activity(
            @Nullable Integer logins,
            boolean driverAbsent,
            @Nullable Integer gpuPeakPercent,
            UsageSample.Counters before,
            UsageSample.Counters after) {
        /** Nothing is told. */
        public static final Activity UNTOLD =
                new Activity(null, false, null, UsageSample.Counters.UNTOLD, UsageSample.Counters.UNTOLD);

        public Activity {
            requireNonNull(before, "before");
            requireNonNull(after, "after");
        }
    }

    public InstanceReading {
        gpus = List.copyOf(gpus);
        if (users < 0) {
            throw new IllegalArgumentException("users must not be negative");
        }
        requireNonNull(activity, "activity");
    }

    /** The utilisation of its busiest GPU in percent; empty when none tells. */
    public OptionalInt busiestGpuPercent() {
        return gpus.stream()
                .flatMap(gpu -> Optional.ofNullable(gpu.utilisationPercent()).stream())
                .mapToInt(Integer::intValue)
                .max();
    }

    /** The taken memory of all GPUs together, in MiB; empty when none tells. */
    public OptionalInt gpuMemoryUsedMib() {
        return gpus.stream()
                .flatMap(gpu -> Optional.ofNullable(gpu.memoryUsedMib()).stream())
                .mapToInt(Integer::intValue)
                .reduce(Integer::sum);
    }
}
