package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands that turn one text into another. */
final class FilterCommands {

    private static final Pattern LEADING_NUMBER = Pattern.compile("^\\s*(-?[0-9]+)");

    private FilterCommands() {}

    static Map<String, Command> all() {
        return Map.of(
                "sort", FilterCommands::sort,
                "uniq", FilterCommands::uniq,
                "cut", FilterCommands::cut,
                "tr", FilterCommands::tr,
                "sed", FilterCommands::sed,
                "sha256sum", FilterCommands::sha256sum,
                "base64", FilterCommands::base64);
    }

    private static int sort(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "nru", "kt");
        Invocation.Input input = call.inputs(options.operands());
        Comparator<String> order = options.has('n')
                ? Comparator.comparingLong(FilterCommands::leadingNumber).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        List<String> lines = new ArrayList<>(input.lines());
        lines.sort(options.has('r') ? order.reversed() : order);
        return printAll(call, options.has('u') ? lines.stream().distinct().toList() : lines, input.code());
    }

    private static long leadingNumber(String line) {
        Matcher matcher = LEADING_NUMBER.matcher(line);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static int uniq(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "cdu", "");
        Invocation.Input input = call.inputs(options.operands());
        List<String> lines = input.lines();
        for (int i = 0; i < lines.size(); ) {
            int next = i;
            while (next < lines.size() && lines.get(next).equals(lines.get(i))) {
                next++;
            }
            int count = next - i;
            if (!(options.has('d') && count == 1) && !(options.has('u') && count > 1)) {
                call.println((options.has('c') ? String.format("%7d ", count) : "") + lines.get(i));
            }
            i = next;
        }
        return input.code();
    }

    private static int cut(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "s", "dfc");
        Invocation.Input input = call.inputs(options.operands());
        boolean characters = options.values().containsKey('c');
        String ranges = options.value(characters ? 'c' : 'f', "");
        if (ranges.isEmpty()) {
            throw new UsageFault("you must specify a list of bytes, characters, or fields");
        }
        String delimiter = characters ? "" : options.value('d', "\t");
        List<String> lines = new ArrayList<>();
        for (String line : input.lines()) {
            if (!characters && !line.contains(delimiter)) {
                lines.add(line);
                continue;
            }
            String[] pieces = characters ? line.split("") : line.split(Pattern.quote(delimiter), -1);
            List<String> kept = new ArrayList<>();
            for (int i = 0; i < pieces.length; i++) {
                if (contains(ranges, i + 1)) {
                    kept.add(pieces[i]);
                }
            }
            lines.add(String.join(delimiter, kept));
        }
        return printAll(call, lines, input.code());
    }

    /** Whether a list of ranges such as {@code 1,3-5,7-} has the position. */
    private static boolean contains(String ranges, int position) {
        for (String range : ranges.split(",", -1)) {
            int dash = range.indexOf('-');
            String from = dash < 0 ? range : range.substring(0, dash);
            String to = dash < 0 ? range : range.substring(dash + 1);
            int first = from.isEmpty() ? 1 : Options.parseNumber(from);
            int last = to.isEmpty() ? Integer.MAX_VALUE : Options.parseNumber(to);
            if (position >= first && position <= last) {
                return true;
            }
        }
        return false;
    }

    private static int tr(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "ds", "");
        if (options.operands().isEmpty()) {
            throw new UsageFault("missing operand");
        }
        String from = characterSet(options.operands().get(0));
        String to =
                options.operands().size() > 1 ? characterSet(options.operands().get(1)) : "";
        StringBuilder text = new StringBuilder();
        String input = call.inputs(List.of()).text();
        for (int i = 0; i < input.length(); i++) {
            char c = input.charAt(i);
            int index = from.indexOf(c);
            char mapped = index < 0 || to.isEmpty() ? c : to.charAt(Math.min(index, to.length() - 1));
            boolean dropped = options.has('d') && index >= 0;
            boolean squeezed =
                    options.has('s') && index >= 0 && text.length() > 0 && text.charAt(text.length() - 1) == mapped;
            if (!dropped && !squeezed) {
                text.append(mapped);
            }
        }
        call.print(text.toString());
        return 0;
    }

    private static String characterSet(String typed) {
        String text = typed.replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\r", "\r")
                .replace("[:upper:]", "A-Z")
                .replace("[:lower:]", "a-z")
                .replace("[:digit:]", "0-9")
                .replace("[:space:]", " \t\n\r");
        StringBuilder set = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (i + 2 < text.length() && text.charAt(i + 1) == '-') {
                for (char c = text.charAt(i); c <= text.charAt(i + 2); c++) {
                    set.append(c);
                }
                i += 2;
            } else {
                set.append(text.charAt(i));
            }
        }
        return set.toString();
    }

    private static int sed(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "iEr", "e");
        List<String> operands = new ArrayList<>(options.operands());
        if (!options.values().containsKey('e') && operands.isEmpty()) {
            throw new UsageFault("no script specified");
        }
        String script = options.values().containsKey('e') ? options.value('e', "") : operands.remove(0);
        Replacement replacement = Replacement.parse(script, options.has('E') || options.has('r'));
        if (!options.has('i')) {
            Invocation.Input input = call.inputs(operands);
            call.print(replacement.apply(input.text()));
            return input.code();
        }
        for (String typed : operands) {
            String text = new String(call.input(typed), StandardCharsets.UTF_8);
            FileCommands.write(call, call.path(typed), replacement.apply(text).getBytes(StandardCharsets.UTF_8));
        }
        return 0;
    }

    /** {@code s/pattern/text/} with the flags {@code g} and {@code i}. */
    private record Replacement(Pattern pattern, String text, boolean all) {

        static Replacement parse(String script, boolean extended) {
            if (script.length() < 4 || script.charAt(0) != 's') {
                throw new UsageFault("unsupported script: " + script);
            }
            String delimiter = Pattern.quote(script.substring(1, 2));
            String[] parts = script.substring(2).split("(?<!\\\\)" + delimiter, -1);
            if (parts.length != 3) {
                throw new UsageFault("unterminated `s' command");
            }
            String regex = extended ? parts[0] : Regexes.fromBasic(parts[0]);
            int flags = parts[2].contains("i") || parts[2].contains("I") ? Pattern.CASE_INSENSITIVE : 0;
            String text = parts[1].replace("$", "\\$")
                    .replaceAll("(?<!\\\\)&", "\\$0")
                    .replaceAll("\\\\([0-9])", "\\$$1");
            return new Replacement(Pattern.compile(regex, flags), text, parts[2].contains("g"));
        }

        String apply(String input) {
            StringBuilder output = new StringBuilder();
            input.lines().forEach(line -> {
                Matcher matcher = pattern.matcher(line);
                output.append(all ? matcher.replaceAll(text) : matcher.replaceFirst(text))
                        .append('\n');
            });
            return output.toString();
        }
    }

    private static int sha256sum(Invocation call) throws IOException {
        List<String> operands = call.args().isEmpty() ? List.of("-") : call.args();
        int code = 0;
        for (String typed : operands) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(call.input(typed));
                call.println(HexFormat.of().formatHex(digest) + "  " + typed);
            } catch (FileFault e) {
                code = call.fail(typed + ": " + e.getMessage());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        return code;
    }

    private static int base64(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "di", "w");
        boolean decodes = options.has('d') || options.longs().containsKey("decode");
        byte[] content = call.input(
                options.operands().isEmpty() ? "-" : options.operands().get(0));
        if (!decodes) {
            int width = options.number('w', 76);
            byte[] encoded = width == 0
                    ? Base64.getEncoder().encode(content)
                    : Base64.getMimeEncoder(width / 4 * 4, new byte[] {'\n'}).encode(content);
            call.io().out().write(encoded);
            call.print(width == 0 ? "" : "\n");
            return 0;
        }
        try {
            call.io().out().write(Base64.getMimeDecoder().decode(content));
            return 0;
        } catch (IllegalArgumentException e) {
            return call.fail("invalid input");
        }
    }

    private static int printAll(Invocation call, List<String> lines, int code) throws IOException {
        for (String line : lines) {
            call.println(line);
        }
        return code;
    }
}
