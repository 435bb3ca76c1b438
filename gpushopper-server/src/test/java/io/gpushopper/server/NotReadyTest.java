package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import org.junit.jupiter.api.Test;

/** What a server does whose sweep at start-up is not done, with the sessions of the one before it. */
final class NotReadyTest {
    private static final String SESSIONS = "/api/v1/sessions";

    private final FakeParts parts = new FakeParts();

    @Test
    void readsAndEndsSessionsButNeitherMakesNorExtendsOne() {
        String done;
        String deleted;
        String extended;
        try (Api before = Api.ready(parts)) {
            done = before.running("vastai-1");
            deleted = before.running("vastai-2");
            extended = before.running("vastai-3");
        }
        parts.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 1_000);

        try (Api api = Api.on(parts)) {
            assertThat(api.get("/ready").status()).isEqualTo(503);
            assertThat(api.get(SESSIONS).json().path("count").asInt()).isEqualTo(3);
            assertThat(api.get(extended).json().path("status").asText()).isEqualTo("running");
            assertThat(api.get("/metrics").text())
                    .contains("gpu_sessions_active{provider=\"vastai\",status=\"running\",} 3.0");
            assertNotReady(api.post(SESSIONS, Api.body("vastai-4")));
            assertNotReady(api.post(extended + "/extend", "{\"additional_hours\": 1}"));
            assertThat(api.post(extended + "/extend", "{\"additional_hours\": 99}")
                            .status())
                    .isEqualTo(400);

            assertRecorded(api.post(done + "/done", ""), "session shutdown initiated");
            assertRecorded(api.delete(deleted), "session destruction in progress");
            assertRecorded(api.delete(deleted), "session destruction in progress");
            assertThat(api.post(done + "/done", "").status()).isEqualTo(409);
            assertThat(api.delete(SESSIONS + "/sess-aaaaaaaaaaaaaaaa").status()).isEqualTo(404);

            parts.market.heal();
            Eventually.holds("it is ready", () -> api.get("/ready").status() == 200);
            Eventually.holds("both are over", () -> isStopped(api, done) && isStopped(api, deleted));
            assertThat(api.post(extended + "/extend", "{\"additional_hours\": 1}")
                            .status())
                    .isEqualTo(200);
            assertThat(api.delete(done).status()).isEqualTo(200);
            assertThat(api.get("/metrics").text())
                    .contains(
                            "gpu_sessions_active{provider=\"vastai\",status=\"running\",} 1.0",
                            "gpu_sessions_active{provider=\"vastai\",status=\"stopping\",} 0.0");
        }
    }

    private static void assertNotReady(Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("error_type").asText()).isEqualTo("not_ready");
        assertThat(answer.json().path("retry_suggested").asBoolean()).isTrue();
        assertThat(answer.header("Retry-After"))
                .isEqualTo(answer.json().path("retry_after_seconds").asText());
    }

    private static void assertRecorded(Api.Answer answer, String message) {
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("message").asText()).isEqualTo(message);
    }

    private static boolean isStopped(Api api, String path) {
        return "stopped".equals(api.get(path).json().path("status").asText());
    }
}
