package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.gpushopper.testkit.Eventually;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of the API reference: every field that it promises is there, and of the type that it has there. */
final class ApiReferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SESSION = """
            "id": "sess-abc123", "consumer_id": "my-application", "provider": "vastai", "gpu_type": "RTX 4090",
            "gpu_count": 1, "workload_type": "llm", "reservation_hours": 2, "price_per_hour": 0.45,
            "created_at": "2026-01-29T12:00:00Z", "expires_at": "2026-01-29T14:00:00Z"\
            """;
    private static final String ADDRESS = """
            , "ssh_host": "192.168.1.100", "ssh_port": 22, "ssh_user": "root"\
            """;

    private static final FakeParts parts = new FakeParts();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void healthAndReadinessAreAsShown() {
        assertLike(api.get("/health"), 200, """
                {"status": "ok", "timestamp": "2026-01-29T12:00:00Z",
                 "services": {"lifecycle": "running", "inventory": "ok", "ready": "true"}}""");
        assertThat(api.get("/health").json().path("services").path("lifecycle").asText())
                .isEqualTo("running");
        assertLike(api.get("/ready"), 200, """
                {"ready": true, "timestamp": "2026-01-29T12:00:00Z"}""");
    }

    @Test
    void offersAreAsShown() {
        String offer = """
                {"id": "vastai-12345", "provider": "vastai", "provider_id": "12345", "gpu_type": "RTX 4090",
                 "gpu_count": 1, "vram_gb": 24, "price_per_hour": 0.45, "location": "US-West", "reliability": 0.98,
                 "available": true, "max_duration_hours": 0, "fetched_at": "2026-01-29T12:00:00Z"}""";

        assertLike(
                api.get("/api/v1/inventory?provider=vastai&gpu_type=RTX%204090&location=us&min_vram=24&max_price=0.5"
                        + "&min_gpu_count=1&gpu_count=1&min_reliability=0.9&min_availability_confidence=0.5"
                        + "&limit=10&offset=1"),
                200,
                "{\"offers\": [" + offer + "], \"count\": 1, \"total\": 150}");
        assertLike(api.get("/api/v1/inventory/vastai-40"), 200, offer);
    }

    @Test
    void aSessionLivesAsShown() {
        Api.Answer created = api.post("/api/v1/sessions", """
                {"consumer_id": "my-application", "offer_id": "vastai-7", "workload_type": "llm",
                 "reservation_hours": 2, "idle_threshold_minutes": 30, "storage_policy": "destroy"}""");
        assertLike(
                created,
                201,
                "{\"session\": {" + SESSION + ", \"status\": \"provisioning\"},"
                        + " \"ssh_private_key\": \"-----BEGIN RSA PRIVATE KEY-----\"}");
        assertThat(created.json().path("session").path("idle_threshold_minutes").asInt())
                .isEqualTo(30);
        String id = created.json().path("session").path("id").asText();
        String path = "/api/v1/sessions/" + id;
        Eventually.holds(
                "it runs",
                () -> "running".equals(api.get(path).json().path("status").asText()));

        String running = "{" + SESSION + ADDRESS + ", \"status\": \"running\"}";
        assertLike(api.get(path), 200, running);
        assertLike(
                api.get("/api/v1/sessions?consumer_id=my-application&status=running&provider=vastai&limit=5"),
                200,
                "{\"sessions\": [" + running + "], \"count\": 5}");
        assertLike(api.get(path + "/diagnostics"), 200, """
                {"session_id": "sess-abc123", "status": "running", "provider": "vastai", "gpu_type": "RTX 4090",
                 "gpu_count": 1, "ssh_host": "192.168.1.100", "ssh_port": 22, "ssh_user": "root", "launch_mode": "ssh",
                 "api_endpoint": "", "created_at": "2026-01-29T12:00:00Z", "expires_at": "2026-01-29T14:00:00Z",
                 "uptime": "1h 30m", "time_to_expiry": "30m", "ssh_available": true,
                 "note": "Full SSH diagnostics require client-side SSH access."}""");
        Api.Answer extended = api.post(path + "/extend", "{\"additional_hours\": 2}");
        assertLike(extended, 200, """
                {"message": "session extended", "session_id": "sess-abc123", "new_expires_at": "2026-01-29T16:00:00Z"}""");
        assertThat(api.get(path).json().path("expires_at"))
                .isEqualTo(extended.json().path("new_expires_at"));
        Api.Answer done = api.post(path + "/done", "");
        assertThat(done.text()).isEqualTo("{\"message\":\"session shutdown initiated\",\"session_id\":\"" + id + "\"}");
        Eventually.holds(
                "it is over",
                () -> "stopped".equals(api.get(path).json().path("status").asText()));
        Api.Answer deleted = api.delete(path);
        assertThat(deleted.text()).isEqualTo("{\"message\":\"session destroyed\",\"session_id\":\"" + id + "\"}");
    }

    @Test
    void longAnswersAreCompressedForThoseWhoTakeIt() {
        assertThat(api.get("/api/v1/inventory", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(api.get("/ready", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isNull();
    }

    @Test
    void errorsAreAsShown() {
        assertLike(api.get("/api/v1/inventory/vastai-0"), 404, """
                {"error": "error message description", "request_id": "uuid-of-request"}""");
    }

    private static void assertLike(Api.Answer answer, int status, String shown) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        try {
            assertLike("", JSON.readTree(shown), answer.json());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertLike(String path, JsonNode shown, JsonNode got) {
        assertThat(got.getNodeType()).as(path).isEqualTo(shown.getNodeType());
        for (Map.Entry<String, JsonNode> field : shown.properties()) {
            assertLike(path + "." + field.getKey(), field.getValue(), got.path(field.getKey()));
        }
        if (shown.getNodeType() == JsonNodeType.ARRAY) {
            assertThat(got.size()).as(path).isPositive();
            assertLike(path + "[0]", shown.get(0), got.get(0));
        }
        if (shown.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z")) {
            assertThat(got.asText()).as(path).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        }
    }
}
