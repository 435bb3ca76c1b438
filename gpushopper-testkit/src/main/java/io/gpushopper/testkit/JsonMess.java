package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sample of a provider's JSON, and the ways in which the same, or less of it, may come: with fields nobody knows, numbers in
 * quotes, a field twice of which the last counts, blanks at the ends of texts, {@code NaN}, or cut off. Immutable; confined to the
 * thread of its random numbers.
 */
public final class JsonMess {
    private static final List<String> NOTHING =
            List.of("null", "NaN", "Infinity", "-Infinity", "\"\"", "\" \\n\"", "{}", "[]");
    private static final List<String> JUNK = List.of(
            "null",
            "NaN",
            "-Infinity",
            "\"x\"",
            "\"\"",
            "-1",
            "1e999",
            "true",
            "[]",
            "{}",
            "[null,{\"a\":NaN}]",
            "{\"x\":[1]}");
    private static final List<String> BLANKS = List.of("", "", "", " ", "\n", "\t ", "\r\n");

    private final Object root;

    private JsonMess(Object root) {
        this.root = root;
    }

    /** A text with its escapes but without its quotes. */
    private record Text(String escaped) {}

    /** A number or a word. */
    private record Token(String text) {}

    /** Reads a sample, which is correct. */
    public static JsonMess of(String json) {
        return new JsonMess(new Reader(json).read());
    }

    /**
     * The document in a shape that means the same.
     *
     * @param read the names of all fields that matter; whatever is not on the way to one may be anything
     * @param unquoted of them those whose numbers lose their meaning in quotes
     */
    public String dressed(Random random, Set<String> read, Set<String> unquoted) {
        return new Writer(random, read, unquoted).whole(root);
    }

    /** The document in which every field of that name is not there, or null, not a number, empty or of another kind. */
    public JsonMess lacking(Random random, String name) {
        String instead = NOTHING.get(random.nextInt(NOTHING.size()));
        boolean absent = random.nextInt(4) == 0;
        return new JsonMess(lacking(root, name, absent ? null : new Token(instead)));
    }

    /** The document in which every field of that name has another value, written as JSON. */
    public JsonMess with(String name, String value) {
        return new JsonMess(lacking(root, name, new Token(value)));
    }

    /** The document with a field more in each object. */
    public JsonMess grown() {
        return new JsonMess(grown(root));
    }

    private static Object grown(Object value) {
        if (value instanceof Map<?, ?> fields) {
            Map<String, Object> copy = new LinkedHashMap<>();
            copy.put("x_new", new Token("{\"a\":[1,null,NaN]}"));
            fields.forEach((name, inner) -> copy.put((String) name, grown(inner)));
            return copy;
        }
        return value instanceof List<?> elements
                ? elements.stream().map(JsonMess::grown).toList()
                : value;
    }

    /** The document as it is. */
    public String text() {
        return Writer.plain(root);
    }

    /** The document as it is, cut off before its last character. */
    public String cut(Random random) {
        String whole = text();
        return whole.substring(0, 1 + random.nextInt(whole.length() - 1));
    }

    /** The names of all fields. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        collect(root, names);
        return names.stream().distinct().toList();
    }

    private static void collect(Object value, List<String> names) {
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, inner) -> {
                names.add((String) name);
                collect(inner, names);
            });
        } else if (value instanceof List<?> elements) {
            elements.forEach(element -> collect(element, names));
        }
    }

    private static Object lacking(Object value, String name, @Nullable Object instead) {
        if (value instanceof Map<?, ?> fields) {
            Map<String, Object> copy = new LinkedHashMap<>();
            fields.forEach((key, inner) -> {
                if (!key.equals(name)) {
                    copy.put((String) key, lacking(inner, name, instead));
                } else if (instead != null) {
                    copy.put(name, instead);
                }
            });
            return copy;
        }
        if (value instanceof List<?> elements) {
            return elements.stream()
                    .map(element -> lacking(element, name, instead))
                    .toList();
        }
        return value;
    }

    /** Writes one document. */
    private static final class Writer {
        private final Random random;
        private final Set<String> read;
        private final Set<String> unquoted;
        private final StringBuilder out = new StringBuilder();

        Writer(Random random, Set<String> read, Set<String> unquoted) {
            this.random = random;
            this.read = read;
            this.unquoted = unquoted;
        }

        static String plain(Object value) {
            if (value instanceof Map<?, ?> fields) {
                List<String> parts = new ArrayList<>();
                fields.forEach((name, inner) -> parts.add("\"" + name + "\":" + plain(inner)));
                return "{" + String.join(",", parts) + "}";
            }
            if (value instanceof List<?> elements) {
                return "["
                        + String.join(",", elements.stream().map(Writer::plain).toList()) + "]";
            }
            return value instanceof Text text ? "\"" + text.escaped() + "\"" : ((Token) value).text();
        }

        String whole(Object value) {
            blank();
            write(value, "");
            blank();
            return out.toString();
        }

        private void write(Object value, String name) {
            if (value instanceof Map<?, ?> fields) {
                object(fields);
            } else if (value instanceof List<?> elements) {
                array(elements, name);
            } else if (value instanceof Text text) {
                out.append('"')
                        .append(text.escaped())
                        .append(chance(6) ? " \\n" : "")
                        .append('"');
            } else {
                token(((Token) value).text(), name);
            }
        }

        private void token(String text, String name) {
            boolean sense = !text.equals("null") && !text.endsWith("Infinity") && !text.equals("NaN");
            boolean quoted = sense && !text.startsWith("\"") && !text.startsWith("{") && !text.startsWith("[");
            if (quoted && !unquoted.contains(name) && chance(3)) {
                out.append('"').append(text).append(chance(5) ? " " : "").append('"');
            } else {
                out.append(text);
            }
        }

        private void array(List<?> elements, String name) {
            out.append('[');
            for (int i = 0; i < elements.size(); i++) {
                out.append(i == 0 ? "" : ",");
                blank();
                write(elements.get(i), name);
                blank();
            }
            out.append(']');
        }

        private void object(Map<?, ?> fields) {
            List<String> names = new ArrayList<>();
            fields.keySet().forEach(name -> names.add((String) name));
            if (chance(2)) {
                Collections.shuffle(names, random);
            }
            out.append('{');
            boolean first = true;
            for (String name : names) {
                Object value = requireNonNull(fields.get(name));
                boolean matters = matters(name, value);
                if (!matters && chance(4)) {
                    continue;
                }
                if (chance(12)) {
                    first = member(first, "x_" + random.nextInt(1_000), junk());
                }
                if (chance(15)) {
                    first = member(first, name, junk());
                }
                first = (matters || !chance(3)) ? member(first, name, value) : member(first, name, junk());
            }
            if (chance(6)) {
                member(first, "x_last", junk());
            }
            out.append('}');
        }

        private boolean member(boolean first, String name, Object value) {
            out.append(first ? "" : ",");
            blank();
            out.append('"').append(name).append('"');
            blank();
            out.append(':');
            blank();
            write(value, name);
            blank();
            return false;
        }

        private boolean matters(String name, Object value) {
            List<String> inside = new ArrayList<>();
            collect(value, inside);
            return read.contains(name) || inside.stream().anyMatch(read::contains);
        }

        private Token junk() {
            return new Token(JUNK.get(random.nextInt(JUNK.size())));
        }

        private void blank() {
            out.append(BLANKS.get(random.nextInt(BLANKS.size())));
        }

        private boolean chance(int oneIn) {
            return random.nextInt(oneIn) == 0;
        }
    }

    /** Reads a correct document. */
    private static final class Reader {
        private final String json;
        private int at;

        Reader(String json) {
            this.json = json;
        }

        Object read() {
            skipBlanks();
            char first = json.charAt(at);
            if (first == '{') {
                return object();
            }
            if (first == '[') {
                return array();
            }
            if (first == '"') {
                return new Text(text());
            }
            int begin = at;
            while (at < json.length() && ",}] \n\r\t".indexOf(json.charAt(at)) < 0) {
                at++;
            }
            return new Token(json.substring(begin, at));
        }

        private Map<String, Object> object() {
            Map<String, Object> fields = new LinkedHashMap<>();
            at++;
            while (!ends('}')) {
                String name = text();
                skipBlanks();
                at++;
                fields.put(name, read());
            }
            return fields;
        }

        private List<Object> array() {
            List<Object> elements = new ArrayList<>();
            at++;
            while (!ends(']')) {
                elements.add(read());
            }
            return elements;
        }

        /** Steps over what ends the whole, or over what parts its members. */
        private boolean ends(char end) {
            skipBlanks();
            if (json.charAt(at) == ',') {
                at++;
                skipBlanks();
            }
            if (json.charAt(at) != end) {
                return false;
            }
            at++;
            return true;
        }

        private String text() {
            int begin = ++at;
            while (json.charAt(at) != '"') {
                at += json.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
            return json.substring(begin, at - 1);
        }

        private void skipBlanks() {
            while (Character.isWhitespace(json.charAt(at))) {
                at++;
            }
        }
    }
}
