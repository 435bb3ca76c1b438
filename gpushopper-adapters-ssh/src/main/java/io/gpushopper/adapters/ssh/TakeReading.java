package io.gpushopper.adapters.ssh;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.ProbeStage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the figures that every Linux has, and those of {@code nvidia-smi}. Each stands under a heading of its own, so that one that
 * is missing or makes no sense leaves the others readable. What the machine counts is read first and once more at the end, so that
 * what the reading itself costs can be told. Confined to one attempt.
 *
 * <pre>
 * gpushopper-load
 * 0.08 0.03 0.01 1/128 4242
 * gpushopper-gpus
 * NVIDIA GeForce RTX 4090, 24564, 1, 0, 34
 * gpushopper-end
 * </pre>
 */
final class TakeReading implements Errand {
    private static final String HEADING = "gpushopper-";
    private static final String END = "end";
    private static final int MAX_GPUS = 64;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,6})?");
    private static final Pattern MOST = Pattern.compile("\\s*Max\\s*:\\s*([0-9]{1,3}) %\\s*");
    /** Follows the record of logins when there is one, though nobody may be in it. */
    private static final String WORKED = "=";

    /** The driver keeps what it measured in the last 14 s or so; the reading comes first, for it may itself wake the GPU. */
    private static final String GPU_SAMPLES = "nvidia-smi -q -d UTILIZATION";

    private static final List<String> FIGURES = List.of(
            "samples: " + GPU_SAMPLES,
            "load: cat /proc/loadavg",
            "uptime: cat /proc/uptime",
            "network: cat /proc/net/dev",
            "users: who && echo =",
            "terminals: ls /dev/pts",
            "daemons: grep -l '^sshd[-a-z]*: .*@' /proc/[0-9]*/cmdline",
            "daemon: echo $PPID",
            "driver: [ -e /dev/nvidiactl ] || [ -e /proc/driver/nvidia ] || [ -e /dev/dxg ] || echo absent",
            "disk: df -Pk /",
            "gpus: nvidia-smi --query-gpu=name,memory.total,memory.used,utilization.gpu,temperature.gpu"
                    + " --format=csv,noheader,nounits");
    // The quotes keep a server that only echoes the command from passing for one that ran it.
    private static final String SCRIPT = Stream.of(
                    MachineCounters.parts("before"), FIGURES, MachineCounters.parts("after"), List.of(END + ": :"))
            .flatMap(List::stream)
            .map(part -> part.split(": ", 2))
            .map(part -> "echo gpushopper-\"" + part[0] + "\"; " + part[1] + " 2>/dev/null")
            .reduce("export LC_ALL=C", (script, part) -> script + "; " + part);

    private @Nullable InstanceReading reading;

    @Override
    public String script() {
        return SCRIPT;
    }

    @Override
    public boolean isDone(String output) {
        Map<String, List<String>> parts = parts(output);
        if (parts.containsKey(END)) {
            reading = new InstanceReading(
                    gpus(parts),
                    first(parts, "load").flatMap(line -> word(line, 0)).orElse(null),
                    users(parts),
                    network(parts),
                    disk(parts),
                    first(parts, "uptime")
                            .flatMap(line -> word(line, 0))
                            .map(seconds -> Duration.ofSeconds(seconds.longValue()))
                            .orElse(null),
                    new InstanceReading.Activity(
                            logins(parts),
                            parts.getOrDefault("driver", List.of()).contains("absent"),
                            peak(parts),
                            MachineCounters.read(parts, "before"),
                            MachineCounters.read(parts, "after")));
        }
        return reading != null;
    }

    /** What was read; only once it is done. */
    InstanceReading reading() {
        return requireNonNull(reading, "reading");
    }

    @Override
    public ProbeStage stage() {
        return ProbeStage.READING;
    }

    @Override
    public String failure() {
        return "its figures could not be read";
    }

    private static Map<String, List<String>> parts(String output) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        List<String> greeting = new ArrayList<>();
        List<String> current = greeting;
        for (String line : output.lines().toList()) {
            if (line.startsWith(HEADING)) {
                current = parts.computeIfAbsent(line.substring(HEADING.length()).strip(), name -> new ArrayList<>());
            } else if (!line.isBlank()) {
                current.add(line);
            }
        }
        return parts;
    }

    private static List<InstanceReading.Gpu> gpus(Map<String, List<String>> parts) {
        return parts.getOrDefault("gpus", List.of()).stream()
                .map(line -> line.split("\\s*,\\s*", -1))
                .filter(cells -> cells.length == 5)
                .limit(MAX_GPUS)
                .map(cells -> new InstanceReading.Gpu(
                        Login.harmless(cells[0]),
                        integer(cells[1]),
                        integer(cells[2]),
                        integer(cells[3]),
                        integer(cells[4])))
                .toList();
    }

    /** The most that was measured of any GPU; null when the driver keeps nothing. */
    private static @Nullable Integer peak(Map<String, List<String>> parts) {
        boolean inSamples = false;
        Integer peak = null;
        for (String line : parts.getOrDefault("samples", List.of())) {
            Matcher most = MOST.matcher(line);
            if (inSamples && most.matches()) {
                int percent = Integer.parseInt(most.group(1));
                peak = peak == null ? Integer.valueOf(percent) : Integer.valueOf(Math.max(peak, percent));
                inSamples = false;
            } else if (line.contains(" Utilization Samples")) {
                inSamples = line.contains("GPU Utilization Samples");
            }
        }
        return peak;
    }

    private static int users(Map<String, List<String>> parts) {
        return (int) Math.max(loggedIn(parts), terminals(parts));
    }

    private static long loggedIn(Map<String, List<String>> parts) {
        return parts.getOrDefault("users", List.of()).stream()
                .filter(line -> !line.equals(WORKED))
                .count();
    }

    private static long terminals(Map<String, List<String>> parts) {
        return parts.getOrDefault("terminals", List.of()).stream()
                .flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .filter(name -> name.matches("[0-9]+"))
                .count();
    }

    /**
     * Who else is logged in. Each login has a process of the SSH server's, with or without a terminal; that of this reading is the
     * parent of its shell. Where it can't be found among them, the record of logins and the terminals tell: a container often
     * keeps no record.
     */
    private static @Nullable Integer logins(Map<String, List<String>> parts) {
        String own = "/proc/" + first(parts, "daemon").orElse("").strip() + "/cmdline";
        Set<String> daemons = new HashSet<>(parts.getOrDefault("daemons", List.of()));
        if (daemons.remove(own)) {
            return daemons.size();
        }
        boolean told = !parts.getOrDefault("users", List.of()).isEmpty()
                || !parts.getOrDefault("terminals", List.of()).isEmpty();
        return told ? Integer.valueOf(users(parts)) : null;
    }

    private static InstanceReading.@Nullable Network network(Map<String, List<String>> parts) {
        return MachineCounters.network(parts.getOrDefault("network", List.of()));
    }

    private static InstanceReading.@Nullable Disk disk(Map<String, List<String>> parts) {
        List<String> lines = parts.getOrDefault("disk", List.of());
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        Optional<BigDecimal> total = word(last, 1);
        Optional<BigDecimal> used = word(last, 2);
        return total.isPresent() && used.isPresent()
                ? new InstanceReading.Disk(total.get().longValue(), used.get().longValue())
                : null;
    }

    private static Optional<String> first(Map<String, List<String>> parts, String name) {
        return parts.getOrDefault(name, List.of()).stream().findFirst();
    }

    static Optional<BigDecimal> word(String line, int index) {
        String[] words = line.strip().split("\\s+");
        return Optional.of(words)
                .filter(found ->
                        index < found.length && NUMBER.matcher(found[index]).matches())
                .map(found -> new BigDecimal(found[index]));
    }

    /** Null for {@code [N/A]} and the like. */
    private static @Nullable Integer integer(String cell) {
        return cell.matches("[0-9]{1,9}") ? Integer.valueOf(cell) : null;
    }
}
