package io.gpushopper.simulator.machine.unix;

import java.util.ArrayList;
import java.util.List;

/** Cuts a script into tokens. Confined to the thread that made it. */
final class Lexer {

    private static final String[] OPERATORS = {
        "&>>", "<<<", "<<-", "&&", "||", ";;", "&>", ">>", ">&", "<&", "<<", ";", "|", "&", "(", ")", "<", ">"
    };

    private record Heredoc(int tokenIndex, String delimiter, boolean literal, boolean stripTabs) {}

    private final String script;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Heredoc> heredocs = new ArrayList<>();
    private int at;

    private Lexer(String script) {
        this.script = script;
    }

    static List<Token> tokens(String script) {
        Lexer lexer = new Lexer(script);
        lexer.readAll();
        return List.copyOf(lexer.tokens);
    }

    private void readAll() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '\n') {
                at++;
                tokens.add(Token.newline());
                readHeredocs();
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (script.startsWith("\\\n", at)) {
                at += 2;
            } else if (c == '#') {
                skipComment();
            } else if (!readOperator()) {
                readWord();
            }
        }
        if (!heredocs.isEmpty()) {
            throw ShellSyntaxException.endedTooSoon();
        }
        tokens.add(Token.end());
    }

    private void skipComment() {
        while (at < script.length() && script.charAt(at) != '\n') {
            at++;
        }
    }

    private boolean readOperator() {
        int start = at;
        while (at < script.length() && Character.isDigit(script.charAt(at))) {
            at++;
        }
        boolean hasNumber = at > start;
        String operator = operatorAt(at);
        if (hasNumber && !operator.startsWith("<") && !operator.startsWith(">")) {
            at = start;
            return false;
        }
        if (operator.isEmpty()) {
            return false;
        }
        at += operator.length();
        tokens.add(Token.operator(script.substring(start, at)));
        return true;
    }

    private String operatorAt(int position) {
        for (String operator : OPERATORS) {
            if (script.startsWith(operator, position)) {
                return operator;
            }
        }
        return "";
    }

    private void readWord() {
        int start = at;
        List<Word.Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        while (at < script.length() && !endsWord(script.charAt(at))) {
            char c = script.charAt(at);
            if (c == '\'' || c == '"' || c == '\\' || startsExpansion()) {
                flush(plain, parts, false);
                readSpecial(c, parts);
            } else {
                plain.append(c);
                at++;
            }
        }
        flush(plain, parts, false);
        addWord(new Word(parts), script.substring(start, at));
    }

    private boolean endsWord(char c) {
        return " \t\r\n;&|<>()".indexOf(c) >= 0;
    }

    private void readSpecial(char c, List<Word.Part> parts) {
        if (c == '\'') {
            int close = script.indexOf('\'', at + 1);
            if (close < 0) {
                throw ShellSyntaxException.endedTooSoon();
            }
            parts.add(new Word.Literal(script.substring(at + 1, close), true));
            at = close + 1;
        } else if (c == '"') {
            at++;
            readQuoted(parts);
        } else if (c == '\\') {
            if (at + 1 < script.length() && script.charAt(at + 1) != '\n') {
                parts.add(new Word.Literal(script.substring(at + 1, at + 2), true));
            }
            at = Math.min(at + 2, script.length());
        } else {
            readExpansion(parts, false);
        }
    }

    private void readQuoted(List<Word.Part> parts) {
        StringBuilder plain = new StringBuilder();
        boolean empty = true;
        while (at < script.length() && script.charAt(at) != '"') {
            empty = false;
            readInsideQuotes(plain, parts);
        }
        if (at >= script.length()) {
            throw ShellSyntaxException.endedTooSoon();
        }
        at++;
        flush(plain, parts, true);
        if (empty) {
            parts.add(new Word.Literal("", true));
        }
    }

    private void readInsideQuotes(StringBuilder plain, List<Word.Part> parts) {
        char c = script.charAt(at);
        if (c == '\\' && at + 1 < script.length() && "$`\"\\\n".indexOf(script.charAt(at + 1)) >= 0) {
            if (script.charAt(at + 1) != '\n') {
                plain.append(script.charAt(at + 1));
            }
            at += 2;
        } else if (startsExpansion()) {
            flush(plain, parts, true);
            readExpansion(parts, true);
        } else {
            plain.append(c);
            at++;
        }
    }

    private boolean startsExpansion() {
        char c = script.charAt(at);
        if (c == '`') {
            return true;
        }
        if (c != '$' || at + 1 >= script.length()) {
            return false;
        }
        char next = script.charAt(at + 1);
        return next == '{' || next == '(' || isNamePart(next) || "?$#@*!".indexOf(next) >= 0;
    }

    private void readExpansion(List<Word.Part> parts, boolean quoted) {
        if (script.charAt(at) == '`') {
            int close = script.indexOf('`', at + 1);
            if (close < 0) {
                throw ShellSyntaxException.endedTooSoon();
            }
            parts.add(new Word.Substitution(script.substring(at + 1, close), quoted));
            at = close + 1;
            return;
        }
        char next = script.charAt(at + 1);
        if (next == '(' || next == '{') {
            int close = closing(at + 1, next, next == '(' ? ')' : '}');
            String inside = script.substring(at + 2, close);
            parts.add(next == '(' ? new Word.Substitution(inside, quoted) : braced(inside, quoted));
            at = close + 1;
            return;
        }
        int end = at + 2;
        if (isNamePart(next) && !Character.isDigit(next)) {
            while (end < script.length() && isNamePart(script.charAt(end))) {
                end++;
            }
        }
        parts.add(new Word.Variable(script.substring(at + 1, end), Word.of(""), quoted));
        at = end;
    }

    private int closing(int open, char opening, char closing) {
        int depth = 0;
        for (int i = open; i < script.length(); i++) {
            char c = script.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '\'' && opening == '(') {
                i = script.indexOf('\'', i + 1);
                if (i < 0) {
                    break;
                }
            } else if (c == opening) {
                depth++;
            } else if (c == closing && --depth == 0) {
                return i;
            }
        }
        throw ShellSyntaxException.endedTooSoon();
    }

    private static Word.Part braced(String inside, boolean quoted) {
        int operator = inside.indexOf(":-");
        if (operator < 0) {
            return new Word.Variable(inside, Word.of(""), quoted);
        }
        return new Word.Variable(inside.substring(0, operator), quotedText(inside.substring(operator + 2)), quoted);
    }

    /** Text in which variables are expanded but nothing is split: the inside of double quotes, a here-document. */
    private static Word quotedText(String text) {
        Lexer lexer = new Lexer(text);
        List<Word.Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        while (lexer.at < text.length()) {
            lexer.readInsideQuotes(plain, parts);
        }
        flush(plain, parts, true);
        return new Word(parts);
    }

    private void addWord(Word word, String source) {
        Token before = tokens.isEmpty() ? Token.end() : tokens.get(tokens.size() - 1);
        tokens.add(Token.word(word));
        if (before.is("<<") || before.is("<<-")) {
            String delimiter = source.replaceAll("['\"\\\\]", "");
            heredocs.add(new Heredoc(tokens.size() - 1, delimiter, !delimiter.equals(source), before.is("<<-")));
        }
    }

    private void readHeredocs() {
        for (Heredoc heredoc : heredocs) {
            StringBuilder body = new StringBuilder();
            while (true) {
                if (at >= script.length()) {
                    throw ShellSyntaxException.endedTooSoon();
                }
                int newline = script.indexOf('\n', at);
                int end = newline < 0 ? script.length() : newline;
                String line = script.substring(at, end);
                at = Math.min(end + 1, script.length());
                line = heredoc.stripTabs() ? line.replaceFirst("^\t+", "") : line;
                if (line.equals(heredoc.delimiter())) {
                    break;
                }
                body.append(line).append('\n');
            }
            Word word = heredoc.literal()
                    ? new Word(List.of(new Word.Literal(body.toString(), true)))
                    : quotedText(body.toString());
            tokens.set(heredoc.tokenIndex(), Token.word(word));
        }
        heredocs.clear();
    }

    private static void flush(StringBuilder plain, List<Word.Part> parts, boolean quoted) {
        if (plain.length() > 0) {
            parts.add(new Word.Literal(plain.toString(), quoted));
            plain.setLength(0);
        }
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
