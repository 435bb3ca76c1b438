package io.gpushopper.simulator.machine.unix;

import io.gpushopper.simulator.machine.unix.Node.Assignment;
import io.gpushopper.simulator.machine.unix.Node.Redirect;
import io.gpushopper.simulator.machine.unix.Node.Redirect.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a tree of a script, by recursive descent. Confined to the thread that made it. */
final class Parser {

    private static final Set<String> CLOSING = Set.of("then", "else", "elif", "fi", "do", "done", "}");
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Node NOTHING = new Node.Sequence(List.of());

    private final List<Token> tokens;
    private int at;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Node parse(String script) {
        Parser parser = new Parser(Lexer.tokens(script));
        Node node = parser.sequence();
        if (parser.peek().kind() != Token.Kind.END) {
            throw ShellSyntaxException.unexpected(parser.peek().text());
        }
        return node;
    }

    private Node sequence() {
        List<Node> nodes = new ArrayList<>();
        skipSeparators();
        while (!endsSequence(peek())) {
            Node node = andOr();
            if (peek().is("&")) {
                at++;
                node = new Node.Background(node);
            } else if (!peek().is(";") && peek().kind() != Token.Kind.NEWLINE && !endsSequence(peek())) {
                throw ShellSyntaxException.unexpected(peek().text());
            }
            nodes.add(node);
            skipSeparators();
        }
        return nodes.size() == 1 ? nodes.get(0) : new Node.Sequence(nodes);
    }

    private static boolean endsSequence(Token token) {
        return token.kind() == Token.Kind.END
                || token.is(")")
                || (token.kind() == Token.Kind.WORD && CLOSING.contains(token.text()));
    }

    private Node andOr() {
        Node left = pipeline();
        while (peek().is("&&") || peek().is("||")) {
            boolean and = next().is("&&");
            skipNewlines();
            Node right = pipeline();
            left = and ? new Node.Both(left, right) : new Node.Either(left, right);
        }
        return left;
    }

    private Node pipeline() {
        if (peek().isKeyword("!")) {
            at++;
            return new Node.Not(pipeline());
        }
        List<Node> stages = new ArrayList<>(List.of(command()));
        while (peek().is("|")) {
            at++;
            skipNewlines();
            stages.add(command());
        }
        return stages.size() == 1 ? stages.get(0) : new Node.Pipeline(stages);
    }

    private Node command() {
        Token token = peek();
        if (token.is("(")) {
            at++;
            Node body = sequence();
            expectOperator(")");
            return withRedirects(new Node.Subshell(body));
        }
        return switch (token.text()) {
            case "{" -> withRedirects(group());
            case "if" -> withRedirects(branch());
            case "while", "until" -> withRedirects(loop());
            case "for" -> withRedirects(each());
            default -> simple();
        };
    }

    private Node group() {
        expectKeyword("{");
        Node body = sequence();
        expectKeyword("}");
        return body;
    }

    private Node loop() {
        boolean until = next().isKeyword("until");
        Node condition = sequence();
        return new Node.Loop(until ? new Node.Not(condition) : condition, loopBody());
    }

    /** From {@code if} or {@code elif} to {@code fi}. */
    private Node branch() {
        at++;
        Node condition = sequence();
        expectKeyword("then");
        Node then = sequence();
        Node otherwise = NOTHING;
        if (peek().isKeyword("elif")) {
            return new Node.Branch(condition, then, branch());
        }
        if (peek().isKeyword("else")) {
            at++;
            otherwise = sequence();
        }
        expectKeyword("fi");
        return new Node.Branch(condition, then, otherwise);
    }

    private Node each() {
        at++;
        String variable = next().text();
        expectKeyword("in");
        List<Word> words = new ArrayList<>();
        while (peek().kind() == Token.Kind.WORD) {
            words.add(next().word());
        }
        skipSeparators();
        return new Node.Each(variable, words, loopBody());
    }

    private Node loopBody() {
        expectKeyword("do");
        Node body = sequence();
        expectKeyword("done");
        return body;
    }

    private Node withRedirects(Node body) {
        List<Redirect> redirects = new ArrayList<>();
        while (isRedirect(peek())) {
            redirects.add(redirect());
        }
        return redirects.isEmpty() ? body : new Node.Redirected(body, redirects);
    }

    private Node simple() {
        List<Assignment> assignments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<Redirect> redirects = new ArrayList<>();
        while (true) {
            if (isRedirect(peek())) {
                redirects.add(redirect());
            } else if (peek().kind() != Token.Kind.WORD) {
                break;
            } else if (!words.isEmpty() || !addAssignment(peek().word(), assignments)) {
                words.add(next().word());
            } else {
                at++;
            }
        }
        if (assignments.isEmpty() && words.isEmpty() && redirects.isEmpty()) {
            throw peek().kind() == Token.Kind.END
                    ? ShellSyntaxException.endedTooSoon()
                    : ShellSyntaxException.unexpected(peek().text());
        }
        return new Node.Simple(assignments, words, redirects);
    }

    private static boolean addAssignment(Word word, List<Assignment> assignments) {
        if (word.parts().isEmpty() || !(word.parts().get(0) instanceof Word.Literal first) || first.quoted()) {
            return false;
        }
        Matcher matcher = ASSIGNMENT.matcher(first.text());
        if (!matcher.matches()) {
            return false;
        }
        List<Word.Part> value = new ArrayList<>(word.parts());
        value.set(0, new Word.Literal(matcher.group(2), false));
        assignments.add(new Assignment(matcher.group(1), new Word(value)));
        return true;
    }

    private static boolean isRedirect(Token token) {
        return token.kind() == Token.Kind.OPERATOR
                && (token.text().contains("<") || token.text().contains(">"));
    }

    private Redirect redirect() {
        String text = next().text();
        if (peek().kind() != Token.Kind.WORD) {
            throw ShellSyntaxException.unexpected(peek().text());
        }
        Word target = next().word();
        boolean numbered = Character.isDigit(text.charAt(0));
        String operator = numbered ? text.replaceFirst("^[0-9]+", "") : text;
        int fd = numbered ? text.charAt(0) - '0' : operator.startsWith("<") ? 0 : 1;
        if (operator.equals("<<<")) {
            List<Word.Part> line = new ArrayList<>(target.parts());
            line.add(new Word.Literal("\n", true));
            target = new Word(line);
        }
        return new Redirect(fd, way(operator), target);
    }

    private static Way way(String operator) {
        return switch (operator) {
            case "<" -> Way.READ;
            case ">" -> Way.WRITE;
            case ">>" -> Way.APPEND;
            case ">&", "<&" -> Way.SAME_AS;
            case "&>" -> Way.WRITE_BOTH;
            case "&>>" -> Way.APPEND_BOTH;
            default -> Way.TEXT;
        };
    }

    private void expectKeyword(String keyword) {
        skipNewlines();
        if (!peek().isKeyword(keyword)) {
            throw missing();
        }
        at++;
    }

    private void expectOperator(String operator) {
        if (!peek().is(operator)) {
            throw missing();
        }
        at++;
    }

    private ShellSyntaxException missing() {
        return peek().kind() == Token.Kind.END
                ? ShellSyntaxException.endedTooSoon()
                : ShellSyntaxException.unexpected(peek().text());
    }

    private void skipSeparators() {
        while (peek().is(";") || peek().kind() == Token.Kind.NEWLINE) {
            at++;
        }
    }

    private void skipNewlines() {
        while (peek().kind() == Token.Kind.NEWLINE) {
            at++;
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }
}
