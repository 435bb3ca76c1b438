package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.UsageSample;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a Linux machine counts from its start on. In a container {@code /proc/stat} is the whole host's, other tenants' work
 * included, but its own control group, where it tells, is its own; in a virtual machine both are the machine's.
 */
final class MachineCounters {
    private static final String UPTIME = "uptime";
    private static final String GROUP = "group";
    private static final String OLD_GROUP = "oldgroup";
    private static final String PROCESSORS = "processors";
    private static final String NETWORK = "network";
    private static final List<String> PARTS = List.of(
            UPTIME + ": cat /proc/uptime",
            GROUP + ": cat /sys/fs/cgroup/cpu.stat",
            OLD_GROUP + ": cat /sys/fs/cgroup/cpuacct/cpuacct.usage",
            PROCESSORS + ": head -n 1 /proc/stat",
            NETWORK + ": cat /proc/net/dev");
    // Interface, bytes in, seven figures more, bytes out.
    private static final Pattern INTERFACE =
            Pattern.compile("\\s*([^:\\s]+):\\s*([0-9]{1,18})((?:\\s+[0-9]+){7})" + "\\s+([0-9]{1,18})\\s.*");
    private static final Pattern USED = Pattern.compile("usage_usec ([0-9]{1,18})");
    private static final Pattern USED_BEFORE = Pattern.compile("([0-9]{1,19})\\s*");
    // user nice system idle iowait irq softirq: what a processor is busy with, without what it waits for or lends.
    private static final Pattern BUSY = Pattern.compile("cpu +([0-9]{1,15}) ([0-9]{1,15}) ([0-9]{1,15})"
            + " [0-9]{1,18} [0-9]{1,18} ([0-9]{1,15}) ([0-9]{1,15}).*");
    private static final int MS_PER_TICK = 10;
    private static final BigDecimal MS_PER_SECOND = BigDecimal.valueOf(1_000);
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long MICROS_PER_MS = 1_000;

    private MachineCounters() {}

    /** What to run for them, under headings that begin so. */
    static List<String> parts(String when) {
        return PARTS.stream().map(part -> when + "-" + part).toList();
    }

    /** What was read under these headings. */
    static UsageSample.Counters read(Map<String, List<String>> parts, String when) {
        InstanceReading.Network network = network(lines(parts, when, NETWORK));
        return new UsageSample.Counters(
                lines(parts, when, UPTIME).stream()
                        .findFirst()
                        .flatMap(line -> TakeReading.word(line, 0))
                        .map(seconds -> Duration.ofMillis(
                                seconds.multiply(MS_PER_SECOND).longValue()))
                        .orElse(null),
                Stream.of(
                                figure(lines(parts, when, GROUP), USED, MICROS_PER_MS),
                                figure(lines(parts, when, OLD_GROUP), USED_BEFORE, NANOS_PER_MS),
                                busy(lines(parts, when, PROCESSORS)))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null),
                network == null ? null : Long.valueOf(network.receivedBytes() + network.sentBytes()));
    }

    private static List<String> lines(Map<String, List<String>> parts, String when, String name) {
        return parts.getOrDefault(when + "-" + name, List.of());
    }

    private static Optional<Duration> figure(List<String> lines, Pattern pattern, long perMilli) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(figure -> new BigDecimal(figure.group(1))
                        .divideToIntegralValue(BigDecimal.valueOf(perMilli))
                        .longValue())
                .map(Duration::ofMillis)
                .findFirst();
    }

    private static Optional<Duration> busy(List<String> lines) {
        return lines.stream()
                .map(BUSY::matcher)
                .filter(Matcher::matches)
                .map(figures -> LongStream.rangeClosed(1, figures.groupCount())
                        .map(group -> Long.parseLong(figures.group((int) group)))
                        .sum())
                .map(ticks -> Duration.ofMillis(ticks * MS_PER_TICK))
                .findFirst();
    }

    /** Null when no interface but the loopback is told. */
    static InstanceReading.@Nullable Network network(List<String> lines) {
        long received = 0;
        long sent = 0;
        boolean told = false;
        for (String line : lines) {
            Matcher counted = INTERFACE.matcher(line);
            if (counted.matches() && !counted.group(1).equals("lo")) {
                received += Long.parseLong(counted.group(2));
                sent += Long.parseLong(counted.group(4));
                told = true;
            }
        }
        return told ? new InstanceReading.Network(received, sent) : null;
    }
}
