package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.testkit.Eventually;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("it counts the threads of the JVM")
final class SessionWaitTest {
    private static final int CLIENTS = 500;
    /** What the JVM, Jetty and the client may add for reasons of their own; a thread for each client would be five times that. */
    private static final int MANY = CLIENTS / 5;

    private static final int AT_ONCE = 10;

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
    void answersAsSoonAsTheStatusIsReached() {
        String path = created("vastai-21");

        JsonNode session =
                api.get(path + "?wait_for=running&timeout_seconds=60").json();

        assertThat(session.path("status").asText()).isEqualTo("running");
        assertThat(api.get(path + "?wait_for=provisioning")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("running");
    }

    @Test
    void answersWithTheSessionAsItIsWhenTheTimeIsUp() {
        String path = created("vastai-22");
        api.get(path + "?wait_for=running");

        Api.Answer answer = api.get(path + "?wait_for=stopped&timeout_seconds=1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo("running");
        assertThat(api.get(path + "?wait_for=stopped&timeout_seconds=0")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("running");
    }

    @Test
    void answersWhenTheSessionIsOverAndWillNeverReachTheStatus() {
        String path = created("vastai-23");
        api.delete(path);

        assertThat(api.get(path + "?wait_for=failed").json().path("status").asText())
                .isEqualTo("stopped");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wait_for=gone | wait_for | must be one of
            wait_for=running&timeout_seconds=61 | timeout_seconds | timeout_seconds must be at most 60
            wait_for=running&timeout_seconds=-1 | timeout_seconds | timeout_seconds must be at least 0
            wait_for=running&timeout_seconds=x | timeout_seconds | must be a valid integer
            timeout_seconds=5 | wait_for | wait_for is required with timeout_seconds
            """)
    void refusesAWaitThatMakesNoSense(String query, String field, String rule) {
        Api.Answer refused = api.get("/api/v1/sessions/sess-aaaaaaaaaaaaaaaa?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("details").path(0).path("field").asText())
                .isEqualTo(field);
        assertThat(refused.json().path("error").asText()).contains(rule);
    }

    @Test
    void tellsEveryRuleThatAWaitBreaks() {
        Api.Answer refused = api.get("/api/v1/sessions/sess-aaaaaaaaaaaaaaaa?wait_for=gone&timeout_seconds=61");

        assertThat(refused.json().path("details")).hasSize(2);
    }

    @Test
    void waitsForNoSessionThatIsNotThere() {
        assertThat(api.get("/api/v1/sessions/sess-aaaaaaaaaaaaaaaa?wait_for=running")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void holdsFiveHundredWhoWaitWithoutAThreadEach() {
        String path = created("vastai-24");
        api.get(path + "?wait_for=running");
        ExecutorService few = Executors.newFixedThreadPool(4);
        HttpClient client = HttpClient.newBuilder().executor(few).build();
        int before = Thread.activeCount();

        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            waiting.add(i % 2 == 0 ? polled(client, path) : streamed(client, path));
            // Not all at once: a burst makes the container start threads to take the requests, and that is not the
            // question.
            if (waiting.size() % AT_ONCE == 0) {
                Eventually.holds("all wait", () -> waiters() >= waiting.size());
            }
        }
        int threads = Thread.activeCount() - before;
        api.post(path + "/done", "");

        assertThat(threads).isLessThan(MANY);
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(
                                answer.orTimeout(50, TimeUnit.SECONDS).join())
                        .satisfies(response -> {
                            assertThat(response.statusCode()).isEqualTo(200);
                            assertThat(response.body()).contains("stopped");
                        }));
        few.shutdownNow();
    }

    private static int waiters() {
        return waiters(api.get("/metrics").text());
    }

    /** How many wait for a session, by what {@code /metrics} says. */
    static int waiters(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("gpu_session_waiters "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static CompletableFuture<HttpResponse<String>> polled(HttpClient client, String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(api.server.uri().resolve(path + "?wait_for=stopped"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static CompletableFuture<HttpResponse<String>> streamed(HttpClient client, String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(api.server.uri().resolve(path + "/events"))
                        .header("Accept", "text/event-stream")
                        .timeout(Duration.ofMinutes(1))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String created(String offer) {
        Api.Answer created = api.post(
                "/api/v1/sessions",
                "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer
                        + "\", \"workload_type\": \"llm\", \"reservation_hours\": 2}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.header("Location");
    }
}
