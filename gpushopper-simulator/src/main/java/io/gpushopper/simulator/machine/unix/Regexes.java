package io.gpushopper.simulator.machine.unix;

/** Basic regular expressions, in which plain brackets, bars, pluses and question marks are text. */
final class Regexes {

    private Regexes() {}

    /** The same pattern as {@link java.util.regex.Pattern} writes it. */
    static String fromBasic(String basic) {
        StringBuilder regex = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < basic.length(); i++) {
            char c = basic.charAt(i);
            if (inClass) {
                inClass = c != ']';
                regex.append(c);
            } else if (c == '\\' && i + 1 < basic.length()) {
                char next = basic.charAt(++i);
                regex.append("(){}|+?".indexOf(next) >= 0 ? "" : "\\").append(next);
            } else if ("(){}|+?".indexOf(c) >= 0) {
                regex.append('\\').append(c);
            } else {
                inClass = c == '[';
                regex.append(c);
            }
        }
        return regex.toString();
    }
}
