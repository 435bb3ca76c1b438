package io.gpushopper.simulator.machine;

import io.gpushopper.simulator.machine.unix.Command;
import io.gpushopper.simulator.machine.unix.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code nvidia-smi}: {@code -L}, {@code --query-gpu} in CSV, and the table. Thread-safe. */
final class NvidiaSmi implements Command {

    private static final int USAGE = 2;
    private static final int NO_DEVICES = 6;

    private record Value(String text, String unit) {}

    private final List<GpuCard> cards;
    private final String machine;
    private final Supplier<MachineUse> use;

    NvidiaSmi(List<GpuCard> cards, String machine, Supplier<MachineUse> use) {
        this.cards = List.copyOf(cards);
        this.machine = machine;
        this.use = use;
    }

    @Override
    public int run(Invocation call) throws IOException {
        if (cards.isEmpty()) {
            call.println("No devices were found");
            return NO_DEVICES;
        }
        if (call.args().isEmpty()) {
            return table(call);
        }
        if (call.args().contains("-L") || call.args().contains("--list-gpus")) {
            return list(call);
        }
        Optional<String> fields = option(call.args(), "--query-gpu");
        if (fields.isEmpty()) {
            call.println("Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.");
            return USAGE;
        }
        List<String> format = List.of(option(call.args(), "--format").orElse("").split(","));
        if (!format.contains("csv")) {
            call.println("\"--format=\" switch is missing. Please run 'nvidia-smi -h' for help.");
            return USAGE;
        }
        return query(call, List.of(fields.get().split(",")), format);
    }

    private static Optional<String> option(List<String> args, String name) {
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).startsWith(name + "=")) {
                return Optional.of(args.get(i).substring(name.length() + 1));
            }
            if (args.get(i).equals(name) && i + 1 < args.size()) {
                return Optional.of(args.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private int list(Invocation call) throws IOException {
        for (int index = 0; index < cards.size(); index++) {
            call.println("GPU " + index + ": " + cards.get(index).name() + " (UUID: " + uuid(index) + ")");
        }
        return 0;
    }

    private int query(Invocation call, List<String> fields, List<String> format) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> header = new ArrayList<>();
        for (int index = 0; index < cards.size(); index++) {
            List<String> cells = new ArrayList<>();
            header.clear();
            for (String typed : fields) {
                String field = typed.strip();
                Optional<Value> value = value(field, index);
                if (value.isEmpty()) {
                    call.println("Field \"" + field + "\" is not a valid field to query.");
                    return USAGE;
                }
                boolean unit = !value.get().unit().isEmpty() && !format.contains("nounits");
                cells.add(value.get().text() + (unit ? " " + value.get().unit() : ""));
                header.add(field + (unit ? " [" + value.get().unit() + "]" : ""));
            }
            lines.add(String.join(", ", cells));
        }
        if (!format.contains("noheader")) {
            lines.add(0, String.join(", ", header));
        }
        for (String line : lines) {
            call.println(line);
        }
        return 0;
    }

    private Optional<Value> value(String field, int index) {
        GpuCard card = cards.get(index);
        MachineUse now = use.get();
        int used = Math.min(now.gpuMemoryMib(), card.memoryMib());
        return Optional.ofNullable(
                switch (field) {
                    case "name", "gpu_name" -> new Value(card.name(), "");
                    case "uuid", "gpu_uuid" -> new Value(uuid(index), "");
                    case "index" -> new Value(Integer.toString(index), "");
                    case "count" -> new Value(Integer.toString(cards.size()), "");
                    case "driver_version" -> new Value(card.driverVersion(), "");
                    case "memory.total" -> new Value(Integer.toString(card.memoryMib()), "MiB");
                    case "memory.used" -> new Value(Integer.toString(used), "MiB");
                    case "memory.free" -> new Value(Integer.toString(card.memoryMib() - used), "MiB");
                    case "utilization.gpu", "utilization.memory" -> new Value(Integer.toString(now.gpuPercent()), "%");
                    case "temperature.gpu" -> new Value("34", "");
                    case "power.draw" -> new Value("21.50", "W");
                    default -> null;
                });
    }

    private int table(Invocation call) throws IOException {
        String rule = "+-----------------------------------------------------------------------------------------+";
        call.println(rule);
        call.println(row("NVIDIA-SMI  Driver Version: " + cards.get(0).driverVersion()));
        call.println(rule);
        for (int index = 0; index < cards.size(); index++) {
            GpuCard card = cards.get(index);
            String memory = Math.min(use.get().gpuMemoryMib(), card.memoryMib()) + "MiB / " + card.memoryMib() + "MiB";
            call.println(row(String.format(
                    Locale.ROOT,
                    "%3d  %-36s 34C  21W  %20s  %3d%%",
                    index,
                    card.name(),
                    memory,
                    use.get().gpuPercent())));
        }
        call.println(rule);
        call.println(row("No running processes found"));
        call.println(rule);
        return 0;
    }

    private static String row(String text) {
        return String.format(Locale.ROOT, "| %-87s |", text);
    }

    private String uuid(int index) {
        return "GPU-" + UUID.nameUUIDFromBytes((machine + "#" + index).getBytes(StandardCharsets.UTF_8));
    }
}
