package io.gpushopper.simulator.machine.unix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line cut into options and operands, in the manner of getopt.
 *
 * @param flags single letters given
 * @param values letters that take a value, with it
 * @param longs long options without their dashes; the value is empty where none was given
 * @param operands the rest
 */
record Options(Set<Character> flags, Map<Character, String> values, Map<String, String> longs, List<String> operands) {

    Options {
        flags = Set.copyOf(flags);
        values = Map.copyOf(values);
        longs = Map.copyOf(longs);
        operands = List.copyOf(operands);
    }

    /**
     * Cuts a command line.
     *
     * @param args the words after the command's name
     * @param allowed letters without a value
     * @param valued letters with one
     * @throws UsageFault for any other letter
     */
    static Options parse(List<String> args, String allowed, String valued) {
        Set<Character> flags = new HashSet<>();
        Map<Character, String> values = new HashMap<>();
        Map<String, String> longs = new HashMap<>();
        List<String> operands = new ArrayList<>();
        boolean onlyOperands = false;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (onlyOperands || arg.equals("-") || !arg.startsWith("-")) {
                operands.add(arg);
            } else if (arg.equals("--")) {
                onlyOperands = true;
            } else if (arg.startsWith("--")) {
                int equals = arg.indexOf('=');
                longs.put(
                        equals < 0 ? arg.substring(2) : arg.substring(2, equals),
                        equals < 0 ? "" : arg.substring(equals + 1));
            } else {
                i = letters(args, i, allowed, valued, flags, values);
            }
        }
        return new Options(flags, values, longs, operands);
    }

    private static int letters(
            List<String> args,
            int index,
            String allowed,
            String valued,
            Set<Character> flags,
            Map<Character, String> values) {
        String arg = args.get(index);
        for (int i = 1; i < arg.length(); i++) {
            char letter = arg.charAt(i);
            if (valued.indexOf(letter) >= 0) {
                if (i + 1 < arg.length()) {
                    values.put(letter, arg.substring(i + 1));
                    return index;
                }
                if (index + 1 >= args.size()) {
                    throw new UsageFault("option requires an argument -- '" + letter + "'");
                }
                values.put(letter, args.get(index + 1));
                return index + 1;
            }
            if (allowed.indexOf(letter) < 0) {
                throw new UsageFault("invalid option -- '" + letter + "'");
            }
            flags.add(letter);
        }
        return index;
    }

    boolean has(char letter) {
        return flags.contains(letter);
    }

    String value(char letter, String fallback) {
        return values.getOrDefault(letter, fallback);
    }

    int number(char letter, int fallback) {
        return values.containsKey(letter) ? parseNumber(values.getOrDefault(letter, "")) : fallback;
    }

    static int parseNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UsageFault("invalid number: '" + text + "'");
        }
    }
}
