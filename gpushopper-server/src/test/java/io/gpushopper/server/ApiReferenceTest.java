package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the API reference, each sent as it stands there: every field that it promises is there, and of the type that it has there. */
final class ApiReferenceTest {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String TOKENS =
            "[{\"name\": \"ops\", \"role\": \"admin\", \"sha256\": \"" + "0123456789abcdef".repeat(4) + "\"}]";

    private static final FakeParts parts = new FakeParts();
    private static final Offer SOLD = parts.market.stock("sold");
    private static final FakeParts troubled = new FakeParts();
    private static final AtomicInteger nextOffer = new AtomicInteger();
    private static final Map<String, Api> servers = new TreeMap<>();

    @AfterAll
    static void stopTheServers() {
        troubled.storeTrouble.set(null);
        servers.values().forEach(Api::close);
        servers.clear();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.gpushopper.server.ReferenceExample#all")
    void isAnsweredAsShown(ReferenceExample written) {
        Api api = server(written.server());
        ReferenceExample example = written.with(ApiReferenceTest::made);

        Api.Answer answer = example.body() == null
                ? api.send(example.method(), example.path(), null)
                : api.send(example.method(), example.path(), example.body(), "Content-Type", "application/json");

        assertThat(answer.status()).as(answer.text()).isEqualTo(example.status());
        if (example.families().isEmpty()) {
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertLike(example + " ", example.answer(), answer.json());
            assertThat(answer.json().path("request_id").asText(answer.header("X-Request-ID")))
                    .isEqualTo(answer.header("X-Request-ID"));
        }
        example.families().properties().forEach(family -> assertFamily(answer.text(), family));
    }

    @Test
    void longAnswersAreCompressedForThoseWhoTakeIt() {
        Api api = server("swept");

        assertThat(api.get("/api/v1/inventory", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(api.get("/ready", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isNull();
    }

    private static Api server(String name) {
        return servers.computeIfAbsent(name, started -> switch (started) {
            case "swept" -> swept();
            case "sweeping" -> sweeping();
            case "guarded" -> Api.with(new FakeParts(), Map.of("AUTH_TOKENS", TOKENS));
            case "troubled" -> troubled();
            default -> throw new AssertionError("no server is called " + started);
        });
    }

    /** One that a session was charged on. */
    private static Api swept() {
        Api api = Api.ready(parts);
        String id = rented(api);
        Eventually.holds(
                "something is charged",
                () -> api.get("/api/v1/costs?session_id=" + id)
                                .json()
                                .path("total_cost")
                                .asDouble()
                        > 0);
        return api;
    }

    private static Api sweeping() {
        FakeParts failing = new FakeParts();
        failing.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 100_000);
        Api api = Api.on(failing);
        Eventually.holds("offers are shown", () -> api.get("/api/v1/inventory").status() == 200);
        return api;
    }

    private static Api troubled() {
        Api api = Api.ready(troubled);
        troubled.storeTrouble.set(new StoreException("no disk", null));
        return api;
    }

    private static String made(String thing) {
        Api api = server("swept");
        return switch (thing) {
            case "offer" -> "vastai-" + nextOffer.incrementAndGet();
            case "sold" -> sold();
            case "running" -> rented(api);
            case "stopped" -> stopped(api);
            case "nobody" -> "sess-aaaaaaaaaaaaaaaa";
            default -> throw new AssertionError("no example is about {" + thing + "}");
        };
    }

    /** An offer that was shown, until somebody else took it. */
    private static String sold() {
        parts.market.sellOut(SOLD);
        return SOLD.id().toString();
    }

    private static String rented(Api api) {
        Api.Answer created = api.post(
                SESSIONS,
                "{\"consumer_id\": \"my-application\", \"offer_id\": \"vastai-" + nextOffer.incrementAndGet()
                        + "\", \"workload_type\": \"llm\", \"reservation_hours\": 2}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String id = created.json().path("session").path("id").asText();
        awaitStatus(api, id, "running");
        return id;
    }

    private static String stopped(Api api) {
        String id = rented(api);
        api.delete(SESSIONS + "/" + id);
        awaitStatus(api, id, "stopped");
        return id;
    }

    private static void awaitStatus(Api api, String id, String status) {
        Eventually.holds(
                "it is " + status,
                () -> status.equals(
                        api.get(SESSIONS + "/" + id).json().path("status").asText()));
    }

    private static void assertLike(String path, JsonNode shape, JsonNode got) {
        if (shape.isObject()) {
            assertThat(got.isObject()).as(path + " is " + got).isTrue();
            shape.properties().forEach(field -> assertField(path, field, got));
        } else if (shape.isArray()) {
            assertThat(got.isArray() && !got.isEmpty()).as(path + " is " + got).isTrue();
            got.forEach(one -> assertLike(path + "[]", shape.get(0), one));
        } else if (shape.isTextual()) {
            assertIs(path, shape.asText(), got);
        } else {
            assertThat(got).as(path).isEqualTo(shape);
        }
    }

    private static void assertField(String path, Map.Entry<String, JsonNode> field, JsonNode got) {
        String name = field.getKey();
        if (name.equals("*")) {
            assertThat(got.isEmpty()).as(path + " is empty").isFalse();
            got.properties().forEach(one -> assertLike(path + "." + one.getKey(), field.getValue(), one.getValue()));
        } else if (got.has(name) || !field.getValue().asText().endsWith("?")) {
            assertLike(path + "." + name, field.getValue(), got.path(name));
        }
    }

    private static void assertIs(String path, String kind, JsonNode got) {
        if (kind.startsWith("= ")) {
            assertThat(got.isTextual()).as(path + " is " + got).isTrue();
            assertThat(got.asText()).as(path).isEqualTo(kind.substring(2));
            return;
        }
        boolean fits = switch (kind.replace("?", "")) {
            case "text" -> got.isTextual() && !got.asText().isEmpty();
            case "time" -> got.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
            case "whole" -> got.isIntegralNumber();
            case "number" -> got.isNumber();
            case "flag" -> got.isBoolean();
            default -> throw new AssertionError("nobody knows what " + kind + " is");
        };
        assertThat(fits).as(path + " should be " + kind + " and is " + got).isTrue();
    }

    /** The family is there, with a sample that has all of the labels. */
    private static void assertFamily(String metrics, Map.Entry<String, JsonNode> family) {
        String name = family.getKey();
        assertThat(metrics).containsPattern("(?m)^# TYPE " + name + " \\w+$");
        StringBuilder labels = new StringBuilder();
        family.getValue().forEach(label -> labels.append(label.asText()).append("=\"[^\"]*\",.*"));
        String sample = "(?m)^" + name + "(_count)?" + (labels.isEmpty() ? "[ {]" : "\\{" + labels);
        assertThat(metrics).containsPattern(sample);
    }
}
