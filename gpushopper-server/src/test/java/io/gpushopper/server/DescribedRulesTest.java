package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.server.DescribedApi.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the description says of parameters and fields is what the server goes by: a value just outside a rule is refused with the
 * name of what it was for, and what is marked as not there yet is refused as such.
 */
final class DescribedRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOBODY = "sess-aaaaaaaaaaaaaaaa";
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        api = Api.ready(new FakeParts());
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    private enum Verdict {
        TAKEN,
        REFUSED,
        NOT_YET
    }

    /** A value that a rule says something about. */
    record Trial(Operation operation, String name, boolean inBody, JsonNode value, Verdict verdict) {
        @Override
        public String toString() {
            return operation + " " + name + " " + verdict.name().toLowerCase(Locale.ROOT) + " " + value;
        }
    }

    static Stream<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (Operation operation : DescribedApi.operations()) {
            for (JsonNode parameter : operation.parameters()) {
                if (parameter.path("in").asText().equals("query")) {
                    addTrials(trials, operation, parameter.path("name").asText(), false, parameter.path("schema"));
                }
            }
            operation
                    .body()
                    .path("properties")
                    .properties()
                    .forEach(field -> addTrials(trials, operation, field.getKey(), true, field.getValue()));
        }
        return trials.stream();
    }

    @ParameterizedTest
    @MethodSource("trials")
    void keepsTheRulesThatItTells(Trial trial) {
        Api.Answer answer = trial.inBody() ? sendBody(trial) : sendQuery(trial);

        List<String> named = answer.json().path("details").findValuesAsText("field");
        if (trial.verdict() == Verdict.TAKEN) {
            assertThat(named).as(answer.text()).doesNotContain(trial.name());
        } else {
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(named).as(answer.text()).contains(trial.name());
        }
        if (trial.verdict() == Verdict.NOT_YET) {
            assertThat(answer.json().path("error_type").asText())
                    .as(answer.text())
                    .isEqualTo("unsupported");
        }
    }

    private static void addTrials(
            List<Trial> trials, Operation operation, String name, boolean inBody, JsonNode schema) {
        JsonNode one = schema.path("type").asText().equals("array") && !inBody ? schema.path("items") : schema;
        if (one.path("x-not-yet").asBoolean()) {
            trials.add(new Trial(operation, name, inBody, some(one), Verdict.NOT_YET));
            return;
        }
        BiConsumer<Object, Verdict> trial =
                (value, verdict) -> trials.add(new Trial(operation, name, inBody, JSON.valueToTree(value), verdict));
        if (one.has("minimum")) {
            trial.accept(one.path("minimum").asInt(), Verdict.TAKEN);
            trial.accept(one.path("minimum").asInt() - 1, Verdict.REFUSED);
        }
        if (one.has("maximum")) {
            trial.accept(one.path("maximum").asInt(), Verdict.TAKEN);
            trial.accept(one.path("maximum").asInt() + 1, Verdict.REFUSED);
        }
        if (one.has("maxLength")) {
            trial.accept("x".repeat(one.path("maxLength").asInt()), Verdict.TAKEN);
            trial.accept("x".repeat(one.path("maxLength").asInt() + 1), Verdict.REFUSED);
        }
        if (one.has("enum")) {
            one.path("enum").forEach(word -> trial.accept(word, Verdict.TAKEN));
            trial.accept("frobnicate", Verdict.REFUSED);
        }
        if (types(one).contains("integer") || types(one).contains("number")) {
            trial.accept("many", Verdict.REFUSED);
        }
    }

    /** A value that asks for something. */
    private static JsonNode some(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").get(0);
        }
        List<String> types = types(schema);
        if (types.contains("integer") || types.contains("number")) {
            return JSON.valueToTree(Math.max(1, schema.path("minimum").asInt()));
        }
        if (types.contains("boolean")) {
            return JSON.valueToTree(true);
        }
        if (types.contains("array")) {
            return JSON.createArrayNode().add(some(schema.path("items")));
        }
        return types.contains("object")
                ? JSON.createObjectNode().put("a", "b")
                : JSON.valueToTree("2026-01-29T12:00:00Z");
    }

    private static List<String> types(JsonNode schema) {
        List<String> types = new ArrayList<>();
        schema.path("type").forEach(type -> types.add(type.asText()));
        if (schema.path("type").isTextual()) {
            types.add(schema.path("type").asText());
        }
        return types;
    }

    private static Api.Answer sendQuery(Trial trial) {
        String value = URLEncoder.encode(trial.value().asText(), StandardCharsets.UTF_8);
        String path = trial.operation().path().replace("{id}", NOBODY);
        // The one parameter that needs another; of the fields of a body those below.
        String companion = trial.name().equals("timeout_seconds") ? "&wait_for=running" : "";
        return api.get(path + "?" + trial.name() + "=" + value + companion);
    }

    private static Api.Answer sendBody(Trial trial) {
        ObjectNode body = trial.operation().body().path("examples").get(0).deepCopy();
        body.put("offer_id", "vastai-none");
        switch (trial.name()) {
            case "max_retries", "retry_scope" -> body.put("auto_retry", true);
            case "preserve_hours" -> body.put("storage_policy", "preserve");
            default -> {}
        }
        body.set(trial.name(), trial.value());
        return api.send(
                trial.operation().method().toUpperCase(Locale.ROOT),
                trial.operation().path().replace("{id}", NOBODY),
                body.toString(),
                "Content-Type",
                "application/json");
    }
}
