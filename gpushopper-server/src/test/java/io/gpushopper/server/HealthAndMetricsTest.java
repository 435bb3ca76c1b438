package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import org.junit.jupiter.api.Test;

final class HealthAndMetricsTest {
    @Test
    void isUnavailableUntilTheSweepIsDone() {
        FakeParts parts = new FakeParts();
        parts.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 1_000);
        try (Api api = Api.on(parts)) {
            Api.Answer health = api.get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().path("status").asText()).isEqualTo("unavailable");
            assertThat(health.json().path("services").path("lifecycle").asText())
                    .isEqualTo("stopped");
            assertThat(health.json().path("services").path("ready").asText()).isEqualTo("false");
            assertThat(health.json()
                            .path("services")
                            .path("providers")
                            .path("vastai")
                            .asText())
                    .isIn("not_swept", "failing");
            assertThat(api.get("/ready").status()).isEqualTo(503);
            assertThat(api.get("/ready").json().path("ready").asBoolean()).isFalse();
            Api.Answer create = api.post(
                    "/api/v1/sessions",
                    "{\"consumer_id\": \"me\", \"offer_id\": \"vastai-1\", \"workload_type\": \"llm\","
                            + " \"reservation_hours\": 1}");
            assertThat(create.status()).isEqualTo(503);
            assertThat(create.json().path("error_type").asText()).isEqualTo("not_ready");
            assertThat(create.header("Retry-After")).isNotNull();
            assertThat(api.get("/api/v1/sessions").status()).isEqualTo(200);

            parts.market.heal();

            Eventually.holds("the sweep is done", () -> api.get("/health").status() == 200);
            assertThat(api.get("/health").text())
                    .contains(
                            "\"status\":\"ok\"",
                            "\"lifecycle\":\"running\"",
                            "\"ready\":\"true\"",
                            "\"database\":\"ok\"",
                            "\"queue\":\"ok\"")
                    .contains("\"providers\":{\"vastai\":\"ok\"}");
            parts.queueIsOnTime.set(false);
            assertThat(api.get("/health").status()).isEqualTo(503);
            assertThat(api.get("/health").text()).contains("\"database\":\"ok\"", "\"queue\":\"late\"");
            assertThat(api.admin("/healthcheck").status()).isEqualTo(500);
            parts.queueIsOnTime.set(true);
            parts.storeIsUp.set(false);
            assertThat(api.get("/health").status()).isEqualTo(503);
            assertThat(api.get("/health")
                            .json()
                            .path("services")
                            .path("database")
                            .asText())
                    .isEqualTo("down");
            assertThat(api.admin("/healthcheck").status()).isEqualTo(500);
        }
    }

    @Test
    void saysWhenNoOfferCouldBeLoaded() {
        FakeParts parts = new FakeParts();
        parts.market.fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, 1_000);
        try (Api api = Api.on(parts)) {
            Eventually.holds("it is known", () -> api.get("/api/v1/inventory").status() == 503);
            assertThat(api.get("/api/v1/inventory").json().path("error_type").asText())
                    .isEqualTo("provider_unavailable");
            assertThat(api.get("/health")
                            .json()
                            .path("services")
                            .path("inventory")
                            .asText())
                    .isEqualTo("unavailable");
        }
    }

    @Test
    void refusesToStayWithNothingButARefusedKey() {
        FakeParts parts = FakeParts.withRefusedKey();
        try (Api api = Api.on(parts)) {
            String line = api.server
                    .fatal()
                    .toCompletableFuture()
                    .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                    .join()
                    .getMessage();

            assertThat(line).contains("provider vastai refuses VASTAI_API_KEY").doesNotContain("\n");
            assertThat(api.get("/health")
                            .json()
                            .path("services")
                            .path("providers")
                            .path("vastai")
                            .asText())
                    .isEqualTo("unauthorized");
        }
    }

    @Test
    void runsWithoutAProvider() {
        try (Api api = Api.on(FakeParts.withoutProviders())) {
            assertThat(api.get("/ready").status()).isEqualTo(200);
            assertThat(api.get("/api/v1/inventory").text()).isEqualTo("{\"offers\":[],\"count\":0,\"total\":0}");
        }
    }

    @Test
    void showsEveryFamilyThatTheApiPromisesFromTheStart() {
        try (Api api = Api.ready(new FakeParts())) {
            Eventually.holds(
                    "the balance is known",
                    () -> api.get("/metrics").text().contains("gpu_provider_balance_usd{provider=\"vastai\",}"));

            assertThat(api.get("/metrics")
                            .text()
                            .lines()
                            .filter(line -> line.startsWith("# TYPE "))
                            .map(line -> line.substring("# TYPE ".length())))
                    .contains(
                            "gpu_sessions_active gauge",
                            "gpu_orphans_detected_total counter",
                            "gpu_destroy_failures_total counter",
                            "gpu_ssh_verify_duration_seconds histogram",
                            "gpu_ssh_verify_failures_total counter",
                            "gpu_provider_api_errors_total counter",
                            "gpu_ghosts_detected_total counter",
                            "gpu_reconcile_duration_seconds histogram",
                            "gpu_provider_api_duration_seconds histogram",
                            "gpu_inventory_offers gauge",
                            "gpu_inventory_snapshot_age_seconds gauge",
                            "gpu_session_transitions_total counter",
                            "gpu_provider_balance_usd gauge",
                            "http_request_duration_seconds histogram",
                            "jvm_memory_bytes_used gauge",
                            "org_eclipse_jetty_util_thread_QueuedThreadPool_dw_size gauge");
            assertThat(api.get("/metrics").text().lines())
                    .contains(
                            "gpu_session_transitions_total{provider=\"vastai\",from=\"stopping\",to=\"stopped\",} 0.0");
        }
    }

    @Test
    void countsFromZeroAndAgreesWithTheStore() {
        FakeParts parts = new FakeParts();
        try (Api api = Api.ready(parts)) {
            String none = api.get("/metrics").text();
            assertThat(none.lines())
                    .contains(
                            "gpu_sessions_active{provider=\"vastai\",status=\"pending\",} 0.0",
                            "gpu_sessions_active{provider=\"vastai\",status=\"provisioning\",} 0.0",
                            "gpu_sessions_active{provider=\"vastai\",status=\"running\",} 0.0",
                            "gpu_sessions_active{provider=\"vastai\",status=\"stopping\",} 0.0",
                            "gpu_orphans_detected_total 0.0",
                            "gpu_ghosts_detected_total 0.0",
                            "gpu_destroy_failures_total 0.0",
                            "gpu_ssh_verify_failures_total 0.0",
                            "gpu_ssh_verify_duration_seconds_count{provider=\"vastai\",} 0.0",
                            "gpu_provider_api_errors_total{provider=\"vastai\",operation=\"create\",} 0.0",
                            "gpu_provider_api_errors_total{provider=\"vastai\",operation=\"stop\",} 0.0",
                            "gpu_provider_api_errors_total{provider=\"vastai\",operation=\"templates\",} 0.0",
                            "gpu_provider_api_errors_total{provider=\"vastai\",operation=\"volumes\",} 0.0",
                            "gpu_provider_api_duration_seconds_count{provider=\"vastai\",operation=\"list\",} 0.0",
                            "gpu_inventory_offers{provider=\"vastai\",} 50.0",
                            "# TYPE gpu_ssh_verify_duration_seconds histogram",
                            "# TYPE gpu_orphans_detected_total counter",
                            "# TYPE gpu_sessions_active gauge");
            assertThat(none)
                    .contains("gpu_inventory_snapshot_age_seconds{", "jvm_memory_bytes_used{", "org_eclipse_jetty_");

            String path = api.post(
                            "/api/v1/sessions",
                            "{\"consumer_id\": \"me\", \"offer_id\": \"vastai-1\", \"workload_type\": \"llm\","
                                    + " \"reservation_hours\": 1}")
                    .header("Location");
            Eventually.holds(
                    "it runs",
                    () -> api.get("/metrics")
                            .text()
                            .contains("gpu_sessions_active{provider=\"vastai\",status=\"running\",} 1.0"));
            api.delete(path);
            Eventually.holds(
                    "it is over",
                    () -> "stopped".equals(api.get(path).json().path("status").asText()));

            String after = api.get("/metrics").text();
            assertThat(after.lines())
                    .contains(
                            "gpu_sessions_active{provider=\"vastai\",status=\"running\",} 0.0",
                            "gpu_ssh_verify_duration_seconds_count{provider=\"vastai\",} 1.0",
                            "gpu_session_transitions_total{provider=\"vastai\",from=\"provisioning\",to=\"running\",} 1.0",
                            "http_request_duration_seconds_count{method=\"POST\",path=\"/api/v1/sessions\",status=\"201\",} 1.0");
            assertThat(after)
                    .contains("method=\"GET\",path=\"/api/v1/sessions/{id}\",status=\"200\"")
                    .doesNotContain(path.substring(path.indexOf("sess-")));
            assertThat(api.get("/nowhere").status()).isEqualTo(404);
            assertThat(api.get("/metrics").text()).contains("path=\"unmatched\",status=\"404\"");
        }
    }
}
