package io.gpushopper.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gpushopper.server.DescribedApi.Operation;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Makes requests of what the description knows (paths, parameters, types, words, bounds and what is just beyond them) and of what
 * nobody should send. The same source of chance makes the same requests. Confined to one thread.
 */
final class FuzzedRequest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Operation> OPERATIONS = DescribedApi.operations();
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\ud800",
            "\u202e\ufeff",
            "é漢😀",
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' OR '1'='1'; DROP TABLE sessions; --",
            "../../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            "%00",
            "%zz",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}",
            "\r\nX-Injected: yes",
            "\u001b[31m",
            "NaN",
            "Infinity",
            "-0",
            "1e999",
            "1e-999",
            "0x10",
            "1_000",
            "٣",
            "99999999999999999999999999",
            "-2147483649",
            "2147483648",
            "9223372036854775808",
            "0.1e1",
            "+1",
            "1.",
            "true",
            "null",
            "2026-02-30",
            "2026-01-29T12:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "x".repeat(129),
            "<".repeat(300),
            "x".repeat(3_000));
    private static final List<String> RAW_JSON = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "-1",
            "0",
            "1",
            "1.5",
            "1e999",
            "-1e-999",
            "1E400000000",
            "NaN",
            "99999999999999999999999999999",
            "\"\"",
            "\"1\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"<script>\"",
            "{\"a\": {\"b\": []}}",
            "[[[[[[[[1]]]]]]]]",
            "{\"a\": null}",
            "[null, 1]",
            "[" + "7,".repeat(5_000) + "7]",
            "[".repeat(3_000),
            "{\"a\":".repeat(1_500));

    private final RandomGenerator chance;
    private final List<String> known;

    /**
     * @param known ids of sessions and offers that there are
     */
    FuzzedRequest(RandomGenerator chance, List<String> known) {
        this.chance = chance;
        this.known = known;
    }

    /** A request, and what it is for whoever has to find out what went wrong. */
    record Made(String method, String path, byte[] bytes) {}

    Made next() {
        Operation operation = any(OPERATIONS);
        String method = oneIn(20)
                ? any(List.of("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS"))
                : operation.method().toUpperCase(Locale.ROOT);
        String path = path(operation);
        String target = path + query(operation);
        byte[] body = method.equals("POST") ? body(operation).getBytes(StandardCharsets.UTF_8) : new byte[0];
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: fuzz\r\n");
        if (method.equals("POST") || oneIn(20)) {
            head.append("Content-Type: ")
                    .append(oneIn(15) ? header() : "application/json")
                    .append("\r\n");
        }
        head.append("Accept: ")
                .append(
                        oneIn(15)
                                ? any(List.of("text/html", "a/b;q=7", "*/*;q=0", "text/csv", "x"))
                                : "application/json")
                .append("\r\n");
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.path("in").asText().equals("header") && oneIn(3)) {
                head.append(parameter.path("name").asText())
                        .append(": ")
                        .append(header())
                        .append("\r\n");
            }
        }
        if (oneIn(6)) {
            head.append("X-Request-ID: ")
                    .append(oneIn(2) ? "fuzz-" + chance.nextInt(1_000) : header())
                    .append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(body);
        return new Made(method, path, whole.toByteArray());
    }

    private String path(Operation operation) {
        if (oneIn(40)) {
            return "/" + encoded(nasty());
        }
        String id = oneIn(3) ? nasty() : any(known);
        return operation.path().replace("{id}", id.isEmpty() ? "x" : encoded(id));
    }

    private String query(Operation operation) {
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.path("in").asText().equals("query") && oneIn(4)) {
                String name = parameter.path("name").asText();
                append(query, name, value(name, parameter.path("schema")));
                if (oneIn(10)) {
                    append(query, name, value(name, parameter.path("schema")));
                }
            }
        }
        if (oneIn(20)) {
            append(query, encoded(nasty()), nasty());
        }
        return query.toString();
    }

    private void append(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(oneIn(60) ? "%zz" : encoded(value));
    }

    private String value(String name, JsonNode schema) {
        if (name.equals("timeout_seconds")) {
            // Patience has its own test.
            return any(List.of("0", "-1", "61", "x", "99999999999"));
        }
        JsonNode one = schema.has("items") ? schema.path("items") : schema;
        return oneIn(3) ? nasty() : sensible(one).asText();
    }

    private String body(Operation operation) {
        JsonNode schema = operation.body();
        if (schema.isMissingNode()) {
            return oneIn(4) ? nasty() : "";
        }
        if (oneIn(12)) {
            return oneIn(2) ? nasty() : any(RAW_JSON);
        }
        List<String> fields = new ArrayList<>();
        JsonNode example = schema.path("examples").path(0);
        schema.path("properties").properties().forEach(field -> {
            boolean isUsual = example.has(field.getKey());
            if (isUsual ? !oneIn(25) : oneIn(15)) {
                fields.add("\"" + field.getKey() + "\": " + fieldValue(field.getKey(), field.getValue(), example));
            }
        });
        if (oneIn(10) && !fields.isEmpty()) {
            fields.add(any(fields));
        }
        if (oneIn(15)) {
            fields.add(JSON.valueToTree(nasty()) + ": " + any(RAW_JSON));
        }
        String whole = "{" + String.join(", ", fields) + "}";
        return oneIn(25) ? whole.substring(0, chance.nextInt(whole.length())) : whole;
    }

    private String fieldValue(String name, JsonNode schema, JsonNode example) {
        int kind = chance.nextInt(12);
        if (kind == 0) {
            return any(RAW_JSON);
        }
        if (kind == 1) {
            return JSON.valueToTree(nasty()).toString();
        }
        if (name.equals("offer_id")) {
            return "\"" + any(known) + "\"";
        }
        return kind < 5 || !example.has(name)
                ? sensible(schema).toString()
                : example.path(name).toString();
    }

    /** A value that keeps the rules, or breaks one by the least there is. */
    private JsonNode sensible(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").get(chance.nextInt(schema.path("enum").size()));
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").get(0).asText()
                : schema.path("type").asText();
        int least = schema.path("minimum").asInt(0);
        int most = schema.path("maximum").asInt(1_000);
        return switch (type) {
            case "integer" -> JSON.valueToTree(any(List.of(least - 1, least, least + 1, most, most + 1)));
            case "number" -> JSON.valueToTree(any(List.of(least - 0.000_001, least + 0.5, most * 1.0, most + 0.01)));
            case "boolean" -> JSON.valueToTree(chance.nextBoolean());
            case "array" -> list(schema);
            case "object" -> JSON.createObjectNode().put(nasty(), nasty());
            default -> text(schema);
        };
    }

    private JsonNode list(JsonNode schema) {
        ArrayNode list = JSON.createArrayNode();
        for (int i = chance.nextInt(4); i > 0; i--) {
            list.add(sensible(schema.path("items")));
        }
        return list;
    }

    private JsonNode text(JsonNode schema) {
        int most = schema.path("maxLength").asInt(40);
        return JSON.valueToTree(
                switch (schema.path("format").asText()) {
                    case "date" -> any(List.of("2026-01-29", "2026-02-29", "0000-00-00", "9999-12-31"));
                    case "date-time" -> any(List.of("2026-01-29T12:00:00Z", "2026-01-29T25:00:00Z", "now"));
                    default -> "x".repeat(any(List.of(1, 2, most, most + 1)));
                });
    }

    private String header() {
        return nasty().replaceAll("[\\r\\n\\x00]", "");
    }

    private String nasty() {
        return any(NASTY);
    }

    private String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private boolean oneIn(int times) {
        return chance.nextInt(times) == 0;
    }

    private <T> T any(List<T> values) {
        return values.get(chance.nextInt(values.size()));
    }
}
