package io.gpushopper.simulator.machine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Counts what a machine uses, as its kernel does. Thread-safe. */
final class UseMeter {

    private static final long FIRST_BYTES = 4096;
    private static final long MINUTE_MS = 60_000;
    private static final int MS_PER_TICK = 10;
    private static final int BOOT_TICKS = 100;

    private final InstantSource clock;
    private final int processors;
    private final Instant bootedAt;
    private Instant countedAt;
    private MachineUse use = MachineUse.NONE;
    private double busyMs;
    private double bytes = FIRST_BYTES;

    UseMeter(InstantSource clock, int processors) {
        this.clock = clock;
        this.processors = processors;
        this.bootedAt = clock.instant();
        this.countedAt = bootedAt;
    }

    synchronized void use(MachineUse next) {
        count();
        use = next;
    }

    synchronized MachineUse use() {
        return use;
    }

    /** {@code /proc/stat}. */
    synchronized String processorTimes() {
        count();
        long busy = (long) busyMs / MS_PER_TICK;
        long all = Duration.between(bootedAt, countedAt).toMillis() / MS_PER_TICK * processors;
        return "cpu  " + (BOOT_TICKS + busy) + " 0 " + BOOT_TICKS + " " + Math.max(0, all - busy) + " 0 0 0 0 0 0\n"
                + "btime " + bootedAt.getEpochSecond() + "\n";
    }

    /** {@code /proc/net/dev}: half of it comes in, half goes out. */
    synchronized String networkDevices() {
        count();
        return "Inter-|   Receive                                                |  Transmit\n"
                + " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo"
                + " colls carrier compressed\n" + device("lo", FIRST_BYTES) + device("eth0", (long) bytes / 2);
    }

    private static String device(String name, long each) {
        return String.format(Locale.ROOT, "%6s: %d 64 0 0 0 0 0 0 %d 64 0 0 0 0 0 0\n", name, each, each);
    }

    /** {@code /proc/loadavg}, as if it had been used so for long. */
    synchronized String load() {
        return String.format(Locale.ROOT, "%.2f %.2f %.2f 1/128 4242\n", 0.08 + use.cores(), 0.03 + use.cores(), 0.01);
    }

    private void count() {
        Instant now = clock.instant();
        long millis = Math.max(0, Duration.between(countedAt, now).toMillis());
        countedAt = now;
        busyMs += millis * use.cores();
        bytes += (double) millis * use.networkBytesPerMinute() / MINUTE_MS;
    }
}
