package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Commands that tell of the machine and its users. */
final class SystemCommands {

    private static final int DISK_MIB = 102_400;

    private SystemCommands() {}

    static Map<String, Command> all() {
        return Map.ofEntries(
                Map.entry("id", SystemCommands::id),
                Map.entry("whoami", SystemCommands::whoami),
                Map.entry("who", call -> 0),
                Map.entry("hostname", SystemCommands::hostname),
                Map.entry("uname", SystemCommands::uname),
                Map.entry("uptime", SystemCommands::uptime),
                Map.entry("date", SystemCommands::date),
                Map.entry("sleep", SystemCommands::sleep),
                Map.entry("nproc", SystemCommands::nproc),
                Map.entry("free", SystemCommands::free),
                Map.entry("df", SystemCommands::df));
    }

    private static int id(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "unrgG", "");
        String user = options.operands().isEmpty()
                ? call.shell().user()
                : options.operands().get(0);
        Optional<Integer> number = call.world().userId(user);
        if (number.isEmpty()) {
            return call.fail("'" + user + "': no such user");
        }
        boolean one = options.has('u') || options.has('g') || options.has('G');
        if (one) {
            call.println(options.has('n') ? user : Integer.toString(number.get()));
        } else {
            String named = number.get() + "(" + user + ")";
            call.println("uid=" + named + " gid=" + named + " groups=" + named);
        }
        return 0;
    }

    private static int whoami(Invocation call) throws IOException {
        call.println(call.shell().user());
        return 0;
    }

    private static int hostname(Invocation call) throws IOException {
        call.println(call.world().settings().hostname());
        return 0;
    }

    private static int uname(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "asnrmo", "");
        String host = call.world().settings().hostname();
        String release = "5.15.0-122-generic";
        if (options.has('a')) {
            call.println("Linux " + host + " " + release + " #132-Ubuntu SMP x86_64 GNU/Linux");
        } else {
            call.println(options.has('n') ? host : options.has('r') ? release : options.has('m') ? "x86_64" : "Linux");
        }
        return 0;
    }

    private static int uptime(Invocation call) throws IOException {
        double seconds = Double.parseDouble(procField(call, "/proc/uptime", 0));
        long minutes = (long) seconds / 60;
        String now = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(now(call));
        call.println(" " + now + " up " + minutes + " min,  0 users,  load average: 0.08, 0.03, 0.01");
        return 0;
    }

    private static String procField(Invocation call, String path, int index) {
        return call.world().text(path).orElse("0").strip().split(" ", -1)[index];
    }

    private static ZonedDateTime now(Invocation call) {
        Instant now = call.world().clock().instant();
        return now.atZone(ZoneOffset.UTC);
    }

    private static int date(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "uIR", "d");
        String format = options.operands().isEmpty()
                ? "+%a %b %d %H:%M:%S UTC %Y"
                : options.operands().get(0);
        if (!format.startsWith("+")) {
            throw new UsageFault("invalid date '" + format + "'");
        }
        ZonedDateTime now = now(call);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < format.length(); i++) {
            boolean directive = format.charAt(i) == '%' && i + 1 < format.length();
            text.append(directive ? dateField(now, format.charAt(++i)) : String.valueOf(format.charAt(i)));
        }
        call.println(text.toString());
        return 0;
    }

    private static String dateField(ZonedDateTime now, char directive) {
        String pattern = switch (directive) {
            case 'Y' -> "yyyy";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'H' -> "HH";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'N' -> "nnnnnnnnn";
            case 'a' -> "EEE";
            case 'b' -> "MMM";
            case 'F' -> "yyyy-MM-dd";
            case 'T' -> "HH:mm:ss";
            case 'Z' -> "'UTC'";
            case 's' -> "";
            default -> "'%" + directive + "'";
        };
        return pattern.isEmpty()
                ? Long.toString(now.toEpochSecond())
                : DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(now);
    }

    private static int sleep(Invocation call) {
        if (call.args().isEmpty()) {
            throw new UsageFault("missing operand");
        }
        Duration time = Duration.ZERO;
        for (String typed : call.args()) {
            time = time.plus(duration(typed));
        }
        call.world().sleep(time);
        return 0;
    }

    private static Duration duration(String typed) {
        if (typed.equals("infinity")) {
            return Duration.ofDays(365);
        }
        if (!typed.matches("[0-9]+(\\.[0-9]+)?[smhd]?")) {
            throw new UsageFault("invalid time interval '" + typed + "'");
        }
        char unit = typed.charAt(typed.length() - 1);
        int seconds = switch (unit) {
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            default -> 1;
        };
        double number = Double.parseDouble(Character.isDigit(unit) ? typed : typed.substring(0, typed.length() - 1));
        return Duration.ofMillis((long) (number * seconds * 1000));
    }

    private static int nproc(Invocation call) throws IOException {
        call.println(Integer.toString(call.world().settings().processors()));
        return 0;
    }

    private static int free(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "mgkbh", "");
        long mib = call.world().settings().memoryMib();
        long total = options.has('g') ? mib / 1024 : options.has('m') || options.has('h') ? mib : mib * 1024;
        long used = total / 10;
        call.println("               total        used        free      shared  buff/cache   available");
        call.println(String.format(
                Locale.ROOT, "Mem:    %12d%12d%12d%12d%12d%12d", total, used, total - used, 0, 0, total - used));
        call.println("Swap:              0           0           0");
        return 0;
    }

    private static int df(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "hkmTP", "");
        long kib = DISK_MIB * 1024L;
        List<String> sizes = options.has('h')
                ? List.of("100G", "8.0G", "92G")
                : List.of(Long.toString(kib), Long.toString(kib * 8 / 100), Long.toString(kib * 92 / 100));
        call.println("Filesystem     1K-blocks      Used Available Use% Mounted on");
        call.println("overlay        " + String.join(" ", sizes) + "   8% /");
        return 0;
    }
}
