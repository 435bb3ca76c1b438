package io.gpushopper.server.openapi;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** A field, parameter or header in words and rules. Immutable. */
record Described(String about, Map<String, Object> rules) {
    Described {
        requireNonNull(about, "about");
    }

    Described(String about, Rule... rules) {
        this(about, Rule.all(rules));
    }

    boolean isAlways() {
        return rules.containsKey(Rule.ALWAYS);
    }
}
