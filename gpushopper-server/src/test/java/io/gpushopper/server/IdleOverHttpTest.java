package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.testkit.Eventually;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Idle sessions as a consumer sees them, who allows one minute without use. */
final class IdleOverHttpTest {
    private static final String SESSIONS = "/api/v1/sessions";

    private final FakeParts parts = new FakeParts();
    private final Api api = Api.ready(parts);

    @AfterEach
    void stopTheServer() {
        api.close();
    }

    @Test
    void sessionThatNobodyUsesIsWarnedOfAndEnds() {
        String path = running("vastai-1");

        parts.clock.runAt(40);

        JsonNode stopped =
                until(path, session -> "stopped".equals(session.path("status").asText()));
        assertThat(stopped.path("stop_reason").asText()).isEqualTo("idle");
        assertThat(stopped.path("idle_since").asText()).isNotEmpty();
        assertThat(api.get(path + "/events").text())
                .contains("idle_warning: unused since")
                .contains("idle: unused since");
        assertThat(api.get("/metrics").text())
                .contains("gpu_sessions_idle_warnings_total{provider=\"vastai\",} 1.0")
                .contains("gpu_sessions_idle_ends_total{provider=\"vastai\",} 1.0")
                .contains("gpu_sessions_idle{provider=\"vastai\",} 0.0");
    }

    @Test
    void sessionThatLetsNobodyLookIsShownAsBlindAndGoesOn() {
        String path = running("vastai-2");
        until(path, session -> idle(session).has("last_checked_at"));
        String instance = api.get(path).json().path("provider_instance_id").asText();
        parts.market.machine(new InstanceId(FakeParts.VASTAI, instance)).failAt(ProbeStage.LOGIN);

        parts.clock.runAt(200);

        JsonNode blind = until(
                path, session -> "blind".equals(idle(session).path("state").asText()));
        assertThat(blind.path("status").asText()).isEqualTo("running");
        assertThat(idle(blind).has("acts_at")).isFalse();
        assertThat(api.get("/metrics").text()).contains("gpu_sessions_blind{provider=\"vastai\",} 1.0");
        assertThat(api.get(path + "/diagnostics").text())
                .contains("idle_sample")
                .contains("login refused");
    }

    private String running(String offer) {
        Api.Answer created = api.post(
                SESSIONS,
                "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer + "\", \"workload_type\": \"llm\","
                        + " \"reservation_hours\": 12, \"idle_threshold_minutes\": 1}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String path = created.header("Location");
        JsonNode running =
                until(path, session -> "running".equals(session.path("status").asText()));
        assertThat(idle(running).path("state").asText()).isIn("armed", "warned");
        return path;
    }

    private JsonNode until(String path, Predicate<JsonNode> wanted) {
        Eventually.holds(
                "it is as it should be", () -> wanted.test(api.get(path).json()));
        return api.get(path).json();
    }

    private static JsonNode idle(JsonNode session) {
        for (JsonNode rule : session.path("enforcement")) {
            if ("idle".equals(rule.path("rule").asText())) {
                return rule;
            }
        }
        throw new AssertionError("no row of idleness in " + session);
    }
}
