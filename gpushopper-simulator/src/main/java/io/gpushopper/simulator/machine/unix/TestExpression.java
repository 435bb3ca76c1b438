package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.util.List;

/** What {@code test} and {@code [} decide. Confined to one evaluation. */
final class TestExpression {

    private final Invocation call;
    private final List<String> words;
    private int at;

    private TestExpression(Invocation call, List<String> words) {
        this.call = call;
        this.words = words;
    }

    /** The exit code: 0 true, 1 false. */
    static int evaluate(Invocation call, List<String> words) {
        if (words.isEmpty()) {
            return 1;
        }
        TestExpression expression = new TestExpression(call, words);
        boolean value = expression.or();
        if (expression.at < words.size()) {
            throw new UsageFault("too many arguments");
        }
        return value ? 0 : 1;
    }

    private boolean or() {
        boolean value = and();
        while (accept("-o")) {
            value |= and();
        }
        return value;
    }

    private boolean and() {
        boolean value = primary();
        while (accept("-a")) {
            value &= primary();
        }
        return value;
    }

    private boolean primary() {
        if (isBinary()) {
            boolean value = compare(words.get(at), words.get(at + 1), words.get(at + 2));
            at += 3;
            return value;
        }
        if (at + 1 < words.size() && accept("!")) {
            return !primary();
        }
        String word = next();
        if (at < words.size() && word.length() == 2 && word.startsWith("-") && !word.equals("-a")) {
            return unary(word.charAt(1), next());
        }
        return !word.isEmpty();
    }

    private boolean isBinary() {
        return at + 2 < words.size() && words.get(at + 1).matches("=|==|!=|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|<|>");
    }

    private static boolean compare(String left, String operator, String right) {
        return switch (operator) {
            case "=", "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            case "<" -> left.compareTo(right) < 0;
            case ">" -> left.compareTo(right) > 0;
            case "-eq" -> number(left) == number(right);
            case "-ne" -> number(left) != number(right);
            case "-lt" -> number(left) < number(right);
            case "-le" -> number(left) <= number(right);
            case "-gt" -> number(left) > number(right);
            case "-ge" -> number(left) >= number(right);
            default -> throw new UsageFault(operator + ": unsupported operator");
        };
    }

    private boolean unary(char operator, String operand) {
        FileTree files = call.files();
        String path = call.path(operand);
        return switch (operator) {
            case 'n' -> !operand.isEmpty();
            case 'z' -> operand.isEmpty();
            case 'e' -> files.exists(path);
            case 'f' -> files.exists(path) && !files.isDirectory(path);
            case 'd' -> files.isDirectory(path);
            case 's' -> files.exists(path) && size(path) > 0;
            case 'r' -> allowed(path, 4);
            case 'w' -> allowed(path, 2);
            case 'x' -> allowed(path, 1);
            case 'L', 'h', 't' -> false;
            default -> throw new UsageFault("-" + operator + ": unary operator expected");
        };
    }

    private long size(String path) {
        try {
            return call.files().status(path).size();
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean allowed(String path, int bit) {
        try {
            FileStatus status = call.files().status(path);
            boolean runnable = bit != 1 || status.isDirectory() || (status.mode() & 0111) != 0;
            boolean superuser = call.shell().user().equals("root");
            return superuser ? runnable : (status.bitsFor(call.shell().user()) & bit) != 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int number(String text) {
        return Options.parseNumber(text.strip());
    }

    private boolean accept(String word) {
        boolean found = at < words.size() && words.get(at).equals(word);
        at += found ? 1 : 0;
        return found;
    }

    private String next() {
        if (at >= words.size()) {
            throw new UsageFault("argument expected");
        }
        return words.get(at++);
    }
}
