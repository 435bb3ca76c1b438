package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.sdk.wire.OfferJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every request that the API reference shows, as it shows it, gets at least the fields and the types that it shows. */
class ReferenceWalkTest {
    private static final String OFFER = """
            {
              "id": "vastai-12345",
              "provider": "vastai",
              "provider_id": "12345",
              "gpu_type": "RTX 4090",
              "gpu_count": 1,
              "vram_gb": 24,
              "price_per_hour": 0.45,
              "location": "US-West",
              "reliability": 0.98,
              "available": true,
              "max_duration_hours": 0,
              "fetched_at": "2026-01-29T12:00:00Z"
            }
            """;
    private static final String SESSION = """
            {
              "id": "sess-abc123",
              "consumer_id": "my-application",
              "provider": "vastai",
              "gpu_type": "RTX 4090",
              "gpu_count": 1,
              "status": "running",
              "ssh_host": "192.168.1.100",
              "ssh_port": 22,
              "ssh_user": "root",
              "workload_type": "llm",
              "reservation_hours": 2,
              "price_per_hour": 0.45,
              "created_at": "2026-01-29T12:00:00Z",
              "expires_at": "2026-01-29T14:00:00Z"
            }
            """;

    private static Stage stage;
    private static String api;

    @BeforeAll
    static void start() {
        stage = Stage.open(Duration.ofSeconds(1)).started();
        api = stage.server().url();
        stage.offer("vastai");
        stage.offer("tensordock");
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    @Test
    void saysThatItIsWell() {
        Http.Answer answer = Http.get(api + "/health");

        assertThat(answer.status()).isEqualTo(200);
        assertHas(answer.json(), """
                        {"status": "ok", "timestamp": "2026-01-29T12:00:00Z",
                         "services": {"lifecycle": "running", "inventory": "ok", "ready": "true"}}
                        """);
        assertThat(answer.json().path("status").asText()).isEqualTo("ok");
        assertThat(answer.json().at("/services/lifecycle").asText()).isEqualTo("running");
        assertThat(answer.json().at("/services/inventory").asText()).isEqualTo("ok");
        assertThat(answer.json().at("/services/ready").asText()).isEqualTo("true");
    }

    @Test
    void saysThatItIsReady() {
        Http.Answer answer = Http.get(api + "/ready");

        assertThat(answer.status()).isEqualTo(200);
        assertHas(answer.json(), "{\"ready\": true, \"timestamp\": \"2026-01-29T12:00:00Z\"}");
        assertThat(answer.json().path("ready").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpu_sessions_active",
                "gpu_orphans_detected_total",
                "gpu_destroy_failures_total",
                "gpu_ssh_verify_duration_seconds",
                "gpu_ssh_verify_failures_total",
                "gpu_provider_api_errors_total"
            })
    void hasTheMetric(String family) {
        Http.Answer answer = Http.get(api + "/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).containsPattern("(?m)^# TYPE " + family + " ");
    }

    @Test
    void showsTheOffersOfBothProviders() {
        Http.Answer answer = Http.get(api + "/api/v1/inventory");

        assertThat(answer.status()).isEqualTo(200);
        assertHas(answer.json(), "{\"offers\": [" + OFFER + "], \"count\": 1, \"total\": 150}");
        assertThat(answer.json().path("offers").findValuesAsText("provider")).contains("vastai", "tensordock");
        assertThat(answer.json().path("count").asInt())
                .isEqualTo(answer.json().path("offers").size())
                .isEqualTo(answer.json().path("total").asInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provider=vastai",
                "provider=tensordock",
                "gpu_type=RTX%204090",
                "gpu_type=A100",
                "location=US",
                "min_vram=24",
                "max_price=0.5",
                "min_gpu_count=2",
                "gpu_count=2",
                "min_reliability=0.95",
                "min_availability_confidence=0.5"
            })
    void filtersTheInventory(String filter) {
        JsonNode all = Http.get(api + "/api/v1/inventory").json();

        JsonNode some = Http.get(api + "/api/v1/inventory?" + filter).json();

        assertThat(some.path("total").asInt())
                .isPositive()
                .isLessThanOrEqualTo(all.path("total").asInt());
        assertThat(some.path("offers")).allSatisfy(offer -> assertFits(filter, offer));
    }

    private static void assertFits(String filter, JsonNode offer) {
        String value = filter.substring(filter.indexOf('=') + 1).replace("%20", " ");
        switch (filter.substring(0, filter.indexOf('='))) {
            case "provider" -> assertThat(offer.path("provider").asText()).isEqualTo(value);
            case "gpu_type" -> assertThat(offer.path("gpu_type").asText()).startsWith(value);
            case "location" ->
                assertThat(offer.path("location").asText() + offer.path("country"))
                        .containsIgnoringCase(value);
            case "min_vram" -> assertThat(offer.path("vram_gb").asInt()).isGreaterThanOrEqualTo(24);
            case "max_price" ->
                assertThat(offer.path("price_per_hour").asDouble()).isLessThanOrEqualTo(0.5);
            case "gpu_count", "min_gpu_count" ->
                assertThat(offer.path("gpu_count").asInt()).isGreaterThanOrEqualTo(2);
            case "min_reliability" ->
                assertThat(offer.path("reliability").asDouble()).isGreaterThanOrEqualTo(0.95);
            default ->
                assertThat(offer.path("availability_confidence").asDouble()).isGreaterThanOrEqualTo(0.5);
        }
    }

    @Test
    void pagesTheInventory() {
        List<String> all = ids(Http.get(api + "/api/v1/inventory").json());

        JsonNode page = Http.get(api + "/api/v1/inventory?limit=3&offset=2").json();

        assertThat(ids(page)).isEqualTo(all.subList(2, 5));
        assertThat(page.path("count").asInt()).isEqualTo(3);
        assertThat(page.path("total").asInt()).isEqualTo(all.size());
        assertThat(Http.get(api + "/api/v1/inventory?limit=0").status()).isEqualTo(400);
    }

    @Test
    void showsOneOfferByItsId() {
        OfferJson offer = stage.offer("vastai");

        Http.Answer answer = Http.get(api + "/api/v1/inventory/" + offer.id());

        assertThat(answer.status()).isEqualTo(200);
        assertHas(answer.json(), OFFER);
        assertThat(Http.get(api + "/api/v1/inventory/vastai-1").status()).isEqualTo(404);
    }

    @Test
    void leadsASessionThroughItsWholeLife() {
        String id = createsAsTheReferenceDoes();
        stage.awaitRunning(id);
        Http.Answer running = Http.get(api + "/api/v1/sessions/" + id);
        assertHas(running.json(), SESSION);
        assertThat(running.json().path("status").asText()).isEqualTo("running");

        Http.Answer listed =
                Http.get(api + "/api/v1/sessions?consumer_id=my-application&status=running&provider=vastai&limit=1");
        assertHas(listed.json(), "{\"sessions\": [" + SESSION + "], \"count\": 5}");
        assertThat(listed.json().at("/sessions/0/id").asText()).isEqualTo(id);

        diagnoses(id);
        extends2Hours(id, running.json());
        deletes(id);
    }

    @Test
    void endsASessionThatIsDone() {
        Http.Answer created = creates("done", stage.offer("tensordock"));
        String id = created.json().at("/session/id").asText();

        Http.Answer answer = Http.post(api + "/api/v1/sessions/" + id + "/done", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("message").asText()).isEqualTo("session shutdown initiated");
        assertThat(answer.json().path("session_id").asText()).isEqualTo(id);
        stage.awaitStopped(id);
        stage.assertNothingBills(id);
        Http.Answer extended = Http.post(api + "/api/v1/sessions/" + id + "/extend", "{\"additional_hours\": 2}");
        assertThat(extended.status()).isEqualTo(409);
        assertThat(Http.get(api + "/api/v1/sessions/" + id + "/diagnostics").status())
                .isEqualTo(400);
    }

    @Test
    void errorsSayWhichRequestTheyAnswer() {
        Stream.of(
                        Http.get(api + "/api/v1/sessions/sess-aaaaaaaaaaaaaaaa"),
                        Http.delete(api + "/api/v1/sessions/sess-aaaaaaaaaaaaaaaa"),
                        Http.get(api + "/api/v1/sessions/sess-aaaaaaaaaaaaaaaa/diagnostics"),
                        Http.get(api + "/no/such/path"))
                .forEach(answer -> {
                    assertThat(answer.status()).isEqualTo(404);
                    assertHas(answer.json(), "{\"error\": \"error message description\", \"request_id\": \"uuid\"}");
                    assertThat(answer.response().headers().firstValue("X-Request-ID"))
                            .contains(answer.json().path("request_id").asText());
                });
    }

    private static String createsAsTheReferenceDoes() {
        Http.Answer created = creates("my-application", stage.offer("vastai"));

        assertHas(created.json(), "{\"session\": " + withoutAddress() + ", \"ssh_private_key\": \"-----BEGIN RSA\"}");
        assertThat(created.json().path("ssh_private_key").asText()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
        assertThat(created.json().at("/session/status").asText()).isEqualTo("provisioning");
        return created.json().at("/session/id").asText();
    }

    private static Http.Answer creates(String consumer, OfferJson offer) {
        Http.Answer created = Http.post(api + "/api/v1/sessions", """
                {
                  "consumer_id": "%s",
                  "offer_id": "%s",
                  "workload_type": "llm",
                  "reservation_hours": 2,
                  "idle_threshold_minutes": 30,
                  "storage_policy": "destroy"
                }
                """.formatted(consumer, offer.id()));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created;
    }

    private static void diagnoses(String id) {
        Http.Answer answer = Http.get(api + "/api/v1/sessions/" + id + "/diagnostics");

        assertThat(answer.status()).isEqualTo(200);
        assertHas(answer.json(), """
                        {
                          "session_id": "sess-abc123",
                          "status": "running",
                          "provider": "vastai",
                          "gpu_type": "RTX 4090",
                          "gpu_count": 1,
                          "ssh_host": "192.168.1.100",
                          "ssh_port": 22,
                          "ssh_user": "root",
                          "launch_mode": "ssh",
                          "api_endpoint": "",
                          "created_at": "2026-01-29T12:00:00Z",
                          "expires_at": "2026-01-29T14:00:00Z",
                          "uptime": "1h 30m",
                          "time_to_expiry": "30m",
                          "ssh_available": true,
                          "note": "Full SSH diagnostics require client-side SSH access."
                        }
                        """);
        assertThat(answer.json().path("ssh_available").asBoolean()).isTrue();
    }

    private static void extends2Hours(String id, JsonNode session) {
        Http.Answer answer = Http.post(api + "/api/v1/sessions/" + id + "/extend", "{\"additional_hours\": 2}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("message").asText()).isEqualTo("session extended");
        assertThat(answer.json().path("session_id").asText()).isEqualTo(id);
        assertThat(Instant.parse(answer.json().path("new_expires_at").asText()))
                .isEqualTo(Instant.parse(session.path("expires_at").asText()).plus(Duration.ofHours(2)));
    }

    private static void deletes(String id) {
        Http.Answer answer = Http.delete(api + "/api/v1/sessions/" + id);

        assertThat(answer.status()).isIn(200, 202);
        assertThat(answer.json().path("session_id").asText()).isEqualTo(id);
        stage.awaitStopped(id);
        Http.Answer again = Http.delete(api + "/api/v1/sessions/" + id);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("message").asText()).isEqualTo("session destroyed");
        stage.assertNothingBills(id);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("offers").findValuesAsText("id");
    }

    /** The address is there when the provider tells it, which may be after the 201. */
    private static String withoutAddress() {
        ObjectNode session = (ObjectNode) Http.parse(SESSION);
        session.remove(List.of("ssh_host", "ssh_port", "ssh_user"));
        return session.toString();
    }

    private static void assertHas(JsonNode actual, String example) {
        assertHas(actual, Http.parse(example), "");
    }

    private static void assertHas(JsonNode actual, JsonNode example, String path) {
        assertThat(actual.getNodeType()).as("%s in %s", path, actual).isEqualTo(example.getNodeType());
        for (Map.Entry<String, JsonNode> field : example.properties()) {
            assertHas(actual.path(field.getKey()), field.getValue(), path + "/" + field.getKey());
        }
        if (example.isArray()) {
            assertHas(actual.path(0), example.path(0), path + "/0");
        }
        if (example.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z")) {
            assertThat(actual.asText()).as(path).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        }
    }
}
