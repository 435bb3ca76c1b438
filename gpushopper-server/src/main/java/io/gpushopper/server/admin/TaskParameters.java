package io.gpushopper.server.admin;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The query of a task. Immutable. */
final class TaskParameters {
    private final Map<String, String[]> values;

    TaskParameters(Map<String, String[]> values) {
        this.values = new TreeMap<>(values);
    }

    Set<String> names() {
        return values.keySet();
    }

    /**
     * A parameter that may be left out.
     *
     * @throws BadTaskException when it is there twice
     */
    Optional<String> find(String name) {
        String[] given = values.get(name);
        if (given == null) {
            return Optional.empty();
        }
        if (given.length != 1) {
            throw new BadTaskException(name + " must be given once");
        }
        return Optional.of(given[0]);
    }

    /**
     * A parameter, read.
     *
     * @param reading throws {@link IllegalArgumentException} with the rule when the text breaks it
     * @throws BadTaskException when it is missing, or breaks the rule
     */
    <T> T require(String name, Function<String, T> reading) {
        String text = find(name).orElseThrow(() -> new BadTaskException(name + " is missing"));
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException rule) {
            throw new BadTaskException(name + ": " + rule.getMessage());
        }
    }

    /** Whether it is {@code true}; left out it is not. */
    boolean isTrue(String name) {
        String text = find(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new BadTaskException(name + " must be true or false");
        }
        return text.equals("true");
    }
}
