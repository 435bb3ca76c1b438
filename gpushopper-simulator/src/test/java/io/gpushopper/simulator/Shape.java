package io.gpushopper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares an answer with a fixture: the same keys, the same JSON types. */
final class Shape {

    // Objects whose keys are values.
    private static final Set<String> MAPS = Set.of("ports", "gpus", "label_counts");

    private final Set<String> nullable;
    private final List<String> differences = new ArrayList<>();

    private Shape(Set<String> nullable) {
        this.nullable = nullable;
    }

    static String fixture(String name) {
        try (InputStream in = Shape.class.getResourceAsStream("/fixtures/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    static JsonNode fixtureJson(String name) {
        return Json.parse(fixture(name)).orElseThrow();
    }

    /** Where the answer is not like the fixture; a null in the fixture is like anything. */
    static List<String> differences(JsonNode fixture, JsonNode answer, String... nullable) {
        Shape shape = new Shape(Set.of(nullable));
        shape.compare("$", fixture, answer);
        return shape.differences;
    }

    private void compare(String path, JsonNode fixture, JsonNode answer) {
        if (fixture.isNull()) {
            return;
        }
        if (answer.isNull()) {
            if (!nullable.contains(path.substring(path.lastIndexOf('.') + 1))) {
                differences.add(path + " is null");
            }
        } else if (!type(fixture).equals(type(answer))) {
            differences.add(path + " is " + type(answer) + ", not " + type(fixture));
        } else if (fixture.isArray()) {
            for (int i = 0; i < answer.size() && !fixture.isEmpty(); i++) {
                compare(path + "[" + i + "]", fixture.get(Math.min(i, fixture.size() - 1)), answer.get(i));
            }
        } else if (fixture.isObject()) {
            compareObjects(path, fixture, answer);
        }
    }

    private void compareObjects(String path, JsonNode fixture, JsonNode answer) {
        if (MAPS.contains(path.substring(path.lastIndexOf('.') + 1))) {
            answer.properties()
                    .forEach(entry -> compare(
                            path + "." + entry.getKey(), fixture.elements().next(), entry.getValue()));
            return;
        }
        Set<String> expected = keys(fixture);
        Set<String> actual = keys(answer);
        if (!expected.equals(actual)) {
            Set<String> missing = new TreeSet<>(expected);
            missing.removeAll(actual);
            Set<String> further = new TreeSet<>(actual);
            further.removeAll(expected);
            differences.add(path + " lacks " + missing + " and has further " + further);
        }
        expected.stream()
                .filter(answer::has)
                .forEach(key -> compare(path + "." + key, fixture.get(key), answer.get(key)));
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static String type(JsonNode node) {
        return node.getNodeType().name();
    }
}
