package io.gpushopper.simulator.machine.unix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Permission bits as people write them. */
final class Modes {

    private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=])([rwxX]*)");

    private Modes() {}

    static int octal(String text) {
        if (!text.matches("[0-7]{1,5}")) {
            throw new UsageFault("invalid mode: '" + text + "'");
        }
        return Integer.parseInt(text, 8) & 0777;
    }

    /** Applies a mode as {@code chmod} takes it, octal or like {@code u+x,go-rwx}. */
    static int apply(String text, int before) {
        if (Character.isDigit(text.charAt(0))) {
            return octal(text);
        }
        int mode = before;
        for (String each : text.split(",", -1)) {
            Matcher clause = CLAUSE.matcher(each);
            if (!clause.matches()) {
                throw new UsageFault("invalid mode: '" + text + "'");
            }
            mode = apply(clause, mode);
        }
        return mode;
    }

    private static int apply(Matcher clause, int before) {
        int who = 0;
        String classes = clause.group(1).isEmpty() ? "a" : clause.group(1);
        who |= classes.matches(".*[ua].*") ? 0700 : 0;
        who |= classes.matches(".*[ga].*") ? 0070 : 0;
        who |= classes.matches(".*[oa].*") ? 0007 : 0;
        int bits = 0;
        bits |= clause.group(3).contains("r") ? 0444 : 0;
        bits |= clause.group(3).contains("w") ? 0222 : 0;
        bits |= clause.group(3).matches(".*[xX].*") ? 0111 : 0;
        return switch (clause.group(2)) {
            case "+" -> before | (bits & who);
            case "-" -> before & ~(bits & who);
            default -> (before & ~who) | (bits & who);
        };
    }

    /** Ten characters, as {@code ls -l} begins a line. */
    static String describe(FileStatus status) {
        StringBuilder text = new StringBuilder(status.isDirectory() ? "d" : "-");
        for (int bit = 0; bit < 9; bit++) {
            text.append((status.mode() & 0400 >> bit) != 0 ? "rwxrwxrwx".charAt(bit) : '-');
        }
        return text.toString();
    }
}
