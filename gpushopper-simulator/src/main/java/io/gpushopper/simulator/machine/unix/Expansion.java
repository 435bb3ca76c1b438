package io.gpushopper.simulator.machine.unix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns words as written into words as meant: tilde, variables, command substitution, splitting, patterns of file names.
 * Confined to the shell's thread.
 */
final class Expansion {

    private final Interpreter interpreter;
    private final ShellState shell;
    private final FileTree files;

    Expansion(Interpreter interpreter, ShellState shell, FileTree files) {
        this.interpreter = interpreter;
        this.shell = shell;
        this.files = files;
    }

    List<String> words(List<Word> words) throws IOException {
        List<String> all = new ArrayList<>();
        for (Word word : words) {
            all.addAll(fields(word));
        }
        return all;
    }

    /** One word as one text: nothing is split, no pattern is matched. */
    String text(Word word) throws IOException {
        StringBuilder text = new StringBuilder();
        List<Word.Part> parts = word.parts();
        for (int i = 0; i < parts.size(); i++) {
            text.append(value(parts.get(i), i == 0));
        }
        return text.toString();
    }

    private List<String> fields(Word word) throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        StringBuilder pattern = new StringBuilder();
        boolean started = false;
        List<Word.Part> parts = word.parts();
        for (int i = 0; i < parts.size(); i++) {
            Word.Part part = parts.get(i);
            String value = value(part, i == 0);
            boolean splits = !(part instanceof Word.Literal) && !isQuoted(part);
            if (!splits) {
                started = true;
                field.append(value);
                pattern.append(isQuoted(part) ? Pattern.quote(value) : glob(value));
                continue;
            }
            String[] pieces = value.split("[ \t\n]+", -1);
            for (int piece = 0; piece < pieces.length; piece++) {
                if (piece > 0 && (started || field.length() > 0)) {
                    fields.addAll(matching(field.toString(), pattern.toString()));
                    started = false;
                    field.setLength(0);
                    pattern.setLength(0);
                }
                started |= !pieces[piece].isEmpty();
                field.append(pieces[piece]);
                pattern.append(glob(pieces[piece]));
            }
        }
        if (started || field.length() > 0) {
            fields.addAll(matching(field.toString(), pattern.toString()));
        }
        return fields;
    }

    private static boolean isQuoted(Word.Part part) {
        if (part instanceof Word.Literal literal) {
            return literal.quoted();
        }
        return part instanceof Word.Variable variable ? variable.quoted() : ((Word.Substitution) part).quoted();
    }

    private String value(Word.Part part, boolean first) throws IOException {
        return part.match(new Word.Cases<>() {
            @Override
            public String literal(Word.Literal literal) {
                String text = literal.text();
                boolean tilde = first && !literal.quoted() && (text.equals("~") || text.startsWith("~/"));
                return tilde ? shell.home() + text.substring(1) : text;
            }

            @Override
            public String variable(Word.Variable variable) throws IOException {
                String value = shell.get(variable.name());
                return value.isEmpty() ? text(variable.fallback()) : value;
            }

            @Override
            public String substitution(Word.Substitution substitution) throws IOException {
                return interpreter.capture(substitution.script()).replaceFirst("\n+$", "");
            }
        });
    }

    /** A regular expression of the unquoted part of a pattern; each {@code *} and {@code ?} stays within one name. */
    private static String glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            regex.append(
                    switch (c) {
                        case '*' -> "[^/]*";
                        case '?' -> "[^/]";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return regex.toString();
    }

    private List<String> matching(String field, String regex) throws IOException {
        int slash = field.lastIndexOf('/');
        String directory = shell.resolve(slash < 0 ? "." : field.substring(0, slash + 1));
        boolean isPattern = regex.contains("[^/]");
        if (!isPattern || !files.isDirectory(directory)) {
            return List.of(field);
        }
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        String prefix = field.substring(0, slash + 1);
        List<String> found = files.list(directory).stream()
                .filter(name -> !name.startsWith(".") || field.startsWith(".", slash + 1))
                .map(name -> prefix + name)
                .filter(name -> pattern.matcher(name).matches())
                .toList();
        return found.isEmpty() ? List.of(field) : found;
    }
}
