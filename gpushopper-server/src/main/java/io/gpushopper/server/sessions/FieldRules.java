package io.gpushopper.server.sessions;

import io.gpushopper.server.http.Problems;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules that several optional fields of a body share. What breaks one is told, and reads as not given. Confined to one request. */
final class FieldRules {
    private static final BigDecimal MOST_DOLLARS = BigDecimal.valueOf(1_000_000);
    private static final int PLACES = 6;

    private final Problems problems;

    FieldRules(Problems problems) {
        this.problems = problems;
    }

    /** A whole number from {@code least} to {@code most}; null when it is none. */
    @Nullable
    Integer number(String field, @Nullable Integer value, int least, int most) {
        if (value == null) {
            return null;
        }
        if (value < least || value > most) {
            problems.add(field, field + " must be from " + least + " to " + most);
            return null;
        }
        return value;
    }

    /** One line of at most so many characters; null when there is none, or it is empty. */
    @Nullable
    String line(String field, @Nullable String value, int most) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (!isLine(value, most)) {
            problems.add(field, field + " must be at most " + most + " characters without control characters");
            return null;
        }
        return value;
    }

    /** One of the words; null when none is given. */
    @Nullable
    String word(String field, @Nullable String value, String... words) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        for (String word : words) {
            if (word.equals(value)) {
                return word;
            }
        }
        problems.addInvalid(field, "must be one of " + String.join(", ", words), value);
        return null;
    }

    /** An amount of US dollars; null when there is none, or it is 0, which asks for nothing. */
    @Nullable
    BigDecimal dollars(String field, @Nullable BigDecimal value) {
        if (value == null || value.signum() == 0) {
            return null;
        }
        boolean inRange = value.signum() > 0 && value.compareTo(MOST_DOLLARS) < 0;
        if (!inRange || value.stripTrailingZeros().scale() > PLACES) {
            problems.add(
                    field,
                    field + " must be US dollars above 0 and below " + MOST_DOLLARS + ", with at most " + PLACES
                            + " places");
            return null;
        }
        return value;
    }

    /** Names and values of which each is a line; empty when a rule is broken. */
    Map<String, String> labels(String field, Map<String, String> values, int most, int longestName, int longestValue) {
        boolean good = values.size() <= most
                && values.entrySet().stream()
                        .allMatch(entry -> !entry.getKey().isEmpty()
                                && isLine(entry.getKey(), longestName)
                                && isLine(entry.getValue(), longestValue));
        if (!good) {
            problems.add(
                    field,
                    field + " must be at most " + most + " names of 1 to " + longestName
                            + " characters with values of at most " + longestValue + ", without control characters");
            return Map.of();
        }
        return values;
    }

    static boolean isLine(String value, int most) {
        return value.length() <= most && value.chars().noneMatch(Character::isISOControl);
    }
}
