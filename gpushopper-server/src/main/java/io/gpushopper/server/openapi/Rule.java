package io.gpushopper.server.openapi;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a field, a parameter or a header keeps to, as keywords of JSON Schema. Immutable.
 *
 * @param keywords by name; those that begin with {@code x-} are our own
 */
public record Rule(Map<String, Object> keywords) {
    static final String ALWAYS = "x-always";
    static final String NOT_YET = "x-not-yet";

    public Rule {
        keywords = Map.copyOf(keywords);
    }

    /** Never left out: a request that lacks it is refused, an answer always has it. */
    public static Rule always() {
        return of(ALWAYS, true);
    }

    /** Refused by this server so far, since it could not follow it. */
    public static Rule notYet() {
        return of(NOT_YET, true);
    }

    /** A number of at least so much. */
    public static Rule atLeast(int least) {
        return of("minimum", least);
    }

    /** A number from the one to the other, both of them included. */
    public static Rule range(int least, int most) {
        return new Rule(Map.of("minimum", least, "maximum", most));
    }

    /** A text of so many characters. */
    public static Rule length(int least, int most) {
        return new Rule(Map.of("minLength", least, "maxLength", most));
    }

    /** A text that the regular expression finds a match in. */
    public static Rule pattern(String regex) {
        return of("pattern", regex);
    }

    /** One of these words. */
    public static Rule words(String... words) {
        return words(List.of(words));
    }

    /** One of these words. */
    public static Rule words(Collection<String> words) {
        return of("enum", List.copyOf(words));
    }

    /** One of the words that the constants stand for. */
    public static <E extends Enum<E>> Rule words(Class<E> constants, Function<E, String> word) {
        return words(Arrays.stream(constants.getEnumConstants()).map(word).toList());
    }

    /** What it is when it is left out. */
    public static Rule usually(Object value) {
        return of("default", value);
    }

    /** A value as it may look. */
    public static Rule example(Object value) {
        return of("examples", List.of(value));
    }

    /** Any other keyword of JSON Schema. */
    public static Rule of(String keyword, Object value) {
        return new Rule(Map.of(keyword, value));
    }

    static Map<String, Object> all(Rule... rules) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Rule rule : rules) {
            all.putAll(new TreeMap<>(rule.keywords));
        }
        return all;
    }
}
