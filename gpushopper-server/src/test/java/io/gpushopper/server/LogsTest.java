package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What stands on the console. */
@Isolated("the console and what is logged belong to the whole JVM")
final class LogsTest {
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final FakeParts parts = new FakeParts();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(console);
    }

    @Test
    void carriesTheRequestIdInEveryLineOfARequestAlsoInOneThatWaits() {
        try (Api api = Api.with(parts, Map.of("LOG_LEVEL", "INFO"))) {
            Eventually.holds(
                    "offers are shown",
                    () -> api.get("/api/v1/inventory/vastai-1").status() == 200);
            Eventually.holds("it is ready", () -> api.get("/ready").status() == 200);
            Api.Answer created = api.post(
                    "/api/v1/sessions",
                    "{\"consumer_id\": \"me\", \"offer_id\": \"vastai-1\", \"workload_type\": \"llm\","
                            + " \"reservation_hours\": 1}",
                    "Content-Type",
                    "application/json");
            parts.market.fail(MarketOperation.DESTROY, MarketFault.SERVER_ERROR, 3);
            api.send("DELETE", created.header("Location"), null, "X-Request-ID", "the-delete");

            Eventually.holds("it is logged", () -> log().contains("[the-delete]"));
            assertThat(log()).contains("listening on http://127.0.0.1:").doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void writesOneJsonObjectALine() {
        try (Api api = Api.with(parts, Map.of("LOG_FORMAT", "json", "LOG_LEVEL", "INFO"))) {
            Eventually.holds("something is logged", () -> log().contains("listening on " + api.server.uri()));
        }

        assertThat(log().lines().filter(line -> line.contains("listening on")))
                .singleElement()
                .satisfies(
                        line -> assertThat(parsed(line).path("level").asText()).isEqualTo("INFO"));
    }

    @Test
    void warnsWhenStrangersMayReachTheApi() {
        try (Api api = Api.with(parts, Map.of("SERVER_HOST", "0.0.0.0"))) {
            String port = String.valueOf(api.server.uri().getPort());
            Eventually.holds(
                    "it is logged",
                    () -> log().lines()
                            .anyMatch(
                                    line -> line.contains(port) && line.contains("can rent machines at your expense")));
        }
    }

    @Test
    void warnsOfTheAdminPortAloneWhenTheApiHasTokens() {
        String tokens = "[{\"name\": \"ops\", \"role\": \"admin\", \"sha256\": \"" + "0".repeat(64) + "\"}]";
        try (Api api = Api.with(parts, Map.of("SERVER_HOST", "0.0.0.0", "AUTH_TOKENS", tokens))) {
            api.get("/api/v1/sessions", "Authorization", "Bearer s3cret");
            Eventually.holds("it is logged", () -> log().contains("the admin port listens on 0.0.0.0:"));
        }

        assertThat(log()).doesNotContain("at your expense", "s3cret", "0".repeat(64));
    }

    private String log() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode parsed(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
