package io.gpushopper.sdk;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The query part of an address, parameter by parameter. Immutable. */
record Query(List<Parameter> parameters) {
    static final Query NONE = new Query(List.of());

    Query {
        parameters = List.copyOf(parameters);
    }

    /** The query with one parameter more; one of the same name stays. */
    Query with(String name, Object value) {
        List<Parameter> longer = new ArrayList<>(parameters);
        longer.add(new Parameter(name, value.toString()));
        return new Query(longer);
    }

    /** The query without the parameters of that name. */
    Query without(String name) {
        return new Query(parameters.stream()
                .filter(parameter -> !parameter.name().equals(name))
                .toList());
    }

    /** The text to append to a path: nothing, or a question mark and what follows. */
    String suffix() {
        return parameters.isEmpty()
                ? ""
                : parameters.stream()
                        .map(parameter -> encode(parameter.name()) + "=" + encode(parameter.value()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** A text made fit to be one segment of a path, or one part of a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    record Parameter(String name, String value) {}
}
