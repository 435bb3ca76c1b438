package io.gpushopper.domain.session;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much an instance was used from one sample to the next, our own part taken off. What can't be told is null. Immutable.
 *
 * @param gpuPercent how busy the busiest GPU was when looked at
 * @param gpuMemoryMib how much of the GPUs' memory was taken then
 * @param logins who else was logged in then
 * @param processorPercent of one core, on average; above 100 when several are busy
 * @param networkBytesPerMinute in and out, on average
 */
public record Usage(
        @Nullable Integer gpuPercent,
        @Nullable Integer gpuMemoryMib,
        @Nullable Integer logins,
        @Nullable BigDecimal processorPercent,
        @Nullable Long networkBytesPerMinute) {
    /** A machine whose processors are busier than so many percent of one core is in use. */
    public static final int IDLE_PROCESSOR_PERCENT = 10;
    /** One whose network carries more in a minute is in use. */
    public static final long IDLE_NETWORK_BYTES = 1_000_000;

    /** What a look's handshake and farewell cost a machine at most, which lie outside the counters that it reads itself. */
    private static final Duration LOGIN_PROCESSOR = Duration.ofSeconds(1);

    private static final long LOGIN_BYTES = 64L * 1024;

    /** What a look costs at most between its own counters; what is counted there beyond that is somebody else's. */
    private static final Duration LOOK_PROCESSOR = Duration.ofSeconds(5);

    private static final long LOOK_BYTES = 256L * 1024;

    /** Our clock and the machine's may part by so much in one interval: a login takes up to 10 s, and begins and ends it. */
    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(30);

    private static final long PERCENT = 100;
    private static final long MINUTE_MS = 60_000;

    /**
     * What a sample shows by itself and against the one before.
     *
     * @param before the last working sample; null when there is none to compare with
     * @param longest an average is taken over no longer, so that a gap between samples thins nothing out
     */
    static Usage of(UsageSample sample, Instant at, IdleWatch.@Nullable Look before, Duration longest) {
        IdleWatch.Look against = before != null && isComparable(sample, at, before) ? before : null;
        UsageSample.Counters since = against == null ? UsageSample.Counters.UNTOLD : against.counters();
        long elapsed =
                against == null ? MINUTE_MS : elapsed(against.at(), at, longest).toMillis();
        return new Usage(
                sample.gpuPercent(),
                sample.gpuMemoryMib(),
                sample.logins(),
                processor(since.processor(), sample, elapsed),
                network(since.networkBytes(), sample, elapsed));
    }

    private static Duration elapsed(Instant from, Instant to, Duration longest) {
        Duration told = Duration.between(from, to);
        return told.compareTo(longest) > 0 ? longest : told;
    }

    /** A restarted machine counts from nothing, and clocks that don't agree measure nothing. */
    private static boolean isComparable(UsageSample sample, Instant at, IdleWatch.Look before) {
        Duration uptimeBefore = before.counters().uptime();
        Duration uptimeNow = sample.after().uptime();
        if (uptimeBefore == null || uptimeNow == null) {
            return false;
        }
        Duration ours = Duration.between(before.at(), at);
        Duration theirs = uptimeNow.minus(uptimeBefore);
        return ours.toMillis() > 0
                && !theirs.isNegative()
                && ours.minus(theirs).abs().compareTo(CLOCKS_AGREE) <= 0;
    }

    private static @Nullable BigDecimal processor(@Nullable Duration from, UsageSample sample, long elapsedMs) {
        Duration before = sample.before().processor();
        Duration after = sample.after().processor();
        if (from == null || before == null || after == null || before.compareTo(from) < 0) {
            return null;
        }
        long others = beyond(before.minus(from), LOGIN_PROCESSOR) + beyond(after.minus(before), LOOK_PROCESSOR);
        return BigDecimal.valueOf(others * PERCENT).divide(BigDecimal.valueOf(elapsedMs), 1, RoundingMode.HALF_UP);
    }

    private static long beyond(Duration used, Duration ours) {
        return Math.max(0, used.minus(ours).toMillis());
    }

    private static @Nullable Long network(@Nullable Long from, UsageSample sample, long elapsedMs) {
        Long before = sample.before().networkBytes();
        Long after = sample.after().networkBytes();
        if (from == null || before == null || after == null || before < from) {
            return null;
        }
        long others = Math.max(0, before - from - LOGIN_BYTES) + Math.max(0, after - before - LOOK_BYTES);
        return BigDecimal.valueOf(others)
                .multiply(BigDecimal.valueOf(MINUTE_MS))
                .divide(BigDecimal.valueOf(elapsedMs), 0, RoundingMode.HALF_UP)
                .longValue();
    }

    /** The first sign of use in it, for people; empty when it shows none. */
    Optional<String> sign() {
        if (gpuPercent != null && gpuPercent > InstanceReading.IDLE_GPU_PERCENT) {
            return Optional.of("a GPU at " + gpuPercent + " %");
        }
        if (logins != null && logins > 0) {
            return Optional.of(logins + " logged in");
        }
        if (processorPercent != null && processorPercent.compareTo(BigDecimal.valueOf(IDLE_PROCESSOR_PERCENT)) > 0) {
            return Optional.of("processors at " + processorPercent.toPlainString() + " % of a core");
        }
        if (networkBytesPerMinute != null && networkBytesPerMinute > IDLE_NETWORK_BYTES) {
            return Optional.of(networkBytesPerMinute + " bytes a minute over the network");
        }
        return Optional.empty();
    }

    /** Whether the sample could be held against the one before it. */
    boolean isMeasured() {
        return processorPercent != null && networkBytesPerMinute != null;
    }

    /** For people. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add("GPU " + (gpuPercent == null ? "unknown" : gpuPercent + " %"));
        parts.add("processors "
                + (processorPercent == null ? "unknown" : processorPercent.toPlainString() + " % of a core"));
        parts.add("network " + (networkBytesPerMinute == null ? "unknown" : networkBytesPerMinute + " bytes a minute"));
        parts.add("logins " + (logins == null ? "unknown" : logins));
        return String.join(", ", parts);
    }
}
