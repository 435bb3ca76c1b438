package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Commands that print text and find it. */
final class TextCommands {

    private static final int USAGE = 2;
    private static final Pattern CONVERSION = Pattern.compile("%([-0-9.]*)(.)", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private TextCommands() {}

    static Map<String, Command> all() {
        return Map.of(
                "echo", TextCommands::echo,
                "printf", TextCommands::printf,
                "grep", TextCommands::grep,
                "head", call -> ends(call, true),
                "tail", call -> ends(call, false),
                "wc", TextCommands::wc,
                "tee", TextCommands::tee,
                "seq", TextCommands::seq);
    }

    private static int echo(Invocation call) throws IOException {
        List<String> words = call.args();
        boolean newline = true;
        boolean escapes = false;
        while (!words.isEmpty() && words.get(0).matches("-[neE]+")) {
            newline &= !words.get(0).contains("n");
            escapes |= words.get(0).contains("e");
            words = words.subList(1, words.size());
        }
        String text = String.join(" ", words);
        call.print((escapes ? unescape(text) : text) + (newline ? "\n" : ""));
        return 0;
    }

    private static int printf(Invocation call) throws IOException {
        if (call.args().isEmpty()) {
            throw new UsageFault("usage: printf format [arguments]");
        }
        List<String> values = new ArrayList<>(call.args().subList(1, call.args().size()));
        String format = unescape(call.args().get(0));
        do {
            int before = values.size();
            call.print(formatted(format, values));
            if (values.size() == before) {
                break;
            }
        } while (!values.isEmpty());
        return 0;
    }

    private static String formatted(String format, List<String> values) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = CONVERSION.matcher(format);
        int written = 0;
        while (matcher.find()) {
            text.append(format.substring(written, matcher.start()));
            written = matcher.end();
            char conversion = matcher.group(2).charAt(0);
            if (conversion == '%') {
                text.append('%');
            } else {
                text.append(converted("%" + matcher.group(1), conversion, values.isEmpty() ? "" : values.remove(0)));
            }
        }
        return text.append(format.substring(written)).toString();
    }

    private static String converted(String flags, char conversion, String value) {
        return switch (conversion) {
            case 's' -> String.format(flags + "s", value);
            case 'b' -> unescape(value);
            case 'd', 'i' -> String.format(flags + "d", value.isEmpty() ? 0 : Options.parseNumber(value));
            case 'x' -> String.format(flags + "x", Options.parseNumber(value));
            case 'o' -> String.format(flags + "o", Options.parseNumber(value));
            default -> throw new UsageFault("`" + conversion + "': invalid format character");
        };
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(found -> {
            char escaped = found.group(1).charAt(0);
            return Matcher.quoteReplacement(
                    switch (escaped) {
                        case 'n' -> "\n";
                        case 't' -> "\t";
                        case 'r' -> "\r";
                        case '\\' -> "\\";
                        default -> found.group();
                    });
        });
    }

    private static int grep(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "qFxvciEsnhoHwr", "e");
        List<String> operands = new ArrayList<>(options.operands());
        String pattern;
        if (options.values().containsKey('e')) {
            pattern = options.value('e', "");
        } else if (operands.isEmpty()) {
            call.fail("missing pattern");
            return USAGE;
        } else {
            pattern = operands.remove(0);
        }
        Pattern compiled;
        try {
            compiled = compile(pattern, options);
        } catch (PatternSyntaxException e) {
            call.fail("invalid pattern: " + pattern);
            return USAGE;
        }
        Invocation.Input input = call.inputs(operands);
        int matches = 0;
        int number = 0;
        for (String line : input.lines()) {
            number++;
            boolean found = options.has('x')
                    ? compiled.matcher(line).matches()
                    : compiled.matcher(line).find();
            if (found != options.has('v')) {
                matches++;
                if (!options.has('q') && !options.has('c')) {
                    call.println((options.has('n') ? number + ":" : "") + line);
                }
            }
        }
        if (options.has('c')) {
            call.println(Integer.toString(matches));
        }
        return input.code() != 0 && !(options.has('q') && matches > 0) ? USAGE : matches > 0 ? 0 : 1;
    }

    private static Pattern compile(String pattern, Options options) {
        int flags = options.has('i') ? Pattern.CASE_INSENSITIVE : 0;
        if (options.has('F')) {
            return Pattern.compile(pattern, flags | Pattern.LITERAL);
        }
        String regex = options.has('E') ? pattern : Regexes.fromBasic(pattern);
        return Pattern.compile(options.has('w') ? "\\b(?:" + regex + ")\\b" : regex, flags);
    }

    private static int ends(Invocation call, boolean first) throws IOException {
        List<String> args = call.args().stream()
                .map(arg -> arg.matches("-[0-9]+") ? "-n" + arg.substring(1) : arg)
                .toList();
        Options options = Options.parse(args, "q", "nc");
        Invocation.Input input = call.inputs(options.operands());
        if (options.values().containsKey('c')) {
            int count = Math.min(options.number('c', 0), input.text().length());
            call.print(
                    first
                            ? input.text().substring(0, count)
                            : input.text().substring(input.text().length() - count));
            return input.code();
        }
        String typed = options.value('n', "10");
        int count = Options.parseNumber(typed.replaceFirst("^[-+]", ""));
        List<String> lines = input.lines();
        int cut = Math.min(count, lines.size());
        List<String> shown;
        if (first) {
            shown = typed.startsWith("-") ? lines.subList(0, lines.size() - cut) : lines.subList(0, cut);
        } else {
            shown = typed.startsWith("+")
                    ? lines.subList(Math.min(Math.max(count - 1, 0), lines.size()), lines.size())
                    : lines.subList(lines.size() - cut, lines.size());
        }
        for (String line : shown) {
            call.println(line);
        }
        return input.code();
    }

    private static int wc(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "lwcm", "");
        Invocation.Input input = call.inputs(options.operands());
        String text = input.text();
        List<String> counts = new ArrayList<>();
        boolean all = options.flags().isEmpty();
        if (all || options.has('l')) {
            counts.add(Long.toString(text.chars().filter(c -> c == '\n').count()));
        }
        if (all || options.has('w')) {
            counts.add(Integer.toString(text.isBlank() ? 0 : text.strip().split("\\s+").length));
        }
        if (all || options.has('c') || options.has('m')) {
            counts.add(Integer.toString(text.getBytes(StandardCharsets.UTF_8).length));
        }
        counts.addAll(options.operands());
        call.println(String.join(" ", counts));
        return input.code();
    }

    private static int tee(Invocation call) throws IOException {
        Options options = Options.parse(call.args(), "a", "");
        byte[] content = call.io().in().readAllBytes();
        call.io().out().write(content);
        int code = 0;
        for (String typed : options.operands()) {
            try {
                if (options.has('a')) {
                    FileCommands.append(call, call.path(typed), content);
                } else {
                    FileCommands.write(call, call.path(typed), content);
                }
            } catch (FileFault e) {
                code = call.fail(typed + ": " + e.getMessage());
            }
        }
        return code;
    }

    private static int seq(Invocation call) throws IOException {
        List<Integer> numbers = call.args().stream().map(Options::parseNumber).toList();
        if (numbers.isEmpty() || numbers.size() > 3) {
            throw new UsageFault("missing operand");
        }
        int first = numbers.size() == 1 ? 1 : numbers.get(0);
        int step = numbers.size() == 3 ? numbers.get(1) : 1;
        int last = numbers.get(numbers.size() - 1);
        if (step == 0) {
            throw new UsageFault("invalid Zero increment value: '0'");
        }
        for (int i = first; step > 0 ? i <= last : i >= last; i += step) {
            call.println(Integer.toString(i));
        }
        return 0;
    }
}
