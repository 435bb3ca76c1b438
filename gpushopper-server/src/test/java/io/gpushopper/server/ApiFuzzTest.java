package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.Rental;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Whatever is sent, the server answers as it is described, fails by no fault of its own, shows nothing that could do harm, and leaves
 * nothing at the provider. {@code -Dfuzz.seed} sends the same again, {@code -Dfuzz.requests} more of it.
 */
@Isolated("its load would time out others")
final class ApiFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 6;
    private static final int OFFERS = 50;

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final int requests = Integer.getInteger("fuzz.requests", 20_000);
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

    @Test
    void answersWhateverIsSent() throws InterruptedException, ExecutionException {
        System.out.println("fuzz: " + requests + " requests of -Dfuzz.seed=" + seed);
        FakeParts parts = new FakeParts();
        ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
        try (Api api = Api.ready(parts)) {
            List<String> known = known(api);
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                FuzzedRequest source = new FuzzedRequest(new SplittableRandom(seed + i), known);
                sending.add(senders.submit(() -> {
                    send(api.server.uri(), source);
                    return null;
                }));
            }
            for (Future<?> done : sending) {
                done.get();
            }
            System.out.println("fuzz: answered " + new TreeMap<>(statuses));

            assertThat(statuses.keySet()).contains(200, 201, 400, 404, 405, 406, 409);
            assertThat(api.get("/health").status()).isEqualTo(200);
            endAll(api);
            Eventually.holds(
                    "nothing bills, seed " + seed,
                    () -> parts.market.rentals().stream().noneMatch(Rental::billing));
        } finally {
            senders.shutdownNow();
        }
    }

    /** Ids that there are, one of which is a session's, and some that there are not. */
    private static List<String> known(Api api) {
        Api.Answer created = api.post(
                "/api/v1/sessions",
                "{\"consumer_id\": \"fuzz\", \"offer_id\": \"vastai-50\", \"workload_type\": \"llm\","
                        + " \"reservation_hours\": 1}");
        String session = created.json().path("session").path("id").asText();
        Stream<String> offers = IntStream.rangeClosed(1, OFFERS).mapToObj(offer -> "vastai-" + offer);
        return Stream.concat(
                        offers,
                        Stream.of(session, session, session, "sess-aaaaaaaaaaaaaaaa", "vastai-0", "nobody-1", "sess-1"))
                .toList();
    }

    private void send(URI server, FuzzedRequest source) {
        try (RawConnection connection = new RawConnection(server)) {
            for (int i = 0; i < requests / CONNECTIONS; i++) {
                FuzzedRequest.Made request = source.next();
                String what = "seed " + seed + ": " + new String(request.bytes(), StandardCharsets.UTF_8);
                try {
                    RawConnection.Answer answer = connection.send(request.bytes());
                    statuses.merge(answer.status(), 1, Integer::sum);
                    hold(request, answer);
                } catch (IOException | RuntimeException | AssertionError broken) {
                    throw new AssertionError(
                            broken.getMessage() + "\n" + what.substring(0, Math.min(4_000, what.length())), broken);
                }
            }
        }
    }

    private static void hold(FuzzedRequest.Made request, RawConnection.Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.body()).isNotIn(500, 501, 504, 505);
        assertThat(answer.header("x-request-id")).matches("[A-Za-z0-9._-]{1,128}");
        assertThat(answer.headers()).doesNotContainKey("x-injected");
        DescribedApi.hold(request.method(), request.path(), answer.status(), answer.headers(), answer.body());
        if (answer.status() >= 400
                && answer.header("content-type").startsWith("application/json")
                && !answer.body().isEmpty()
                && !request.path().equals("/health")
                && !request.path().equals("/ready")) {
            JsonNode body = JSON.readTree(answer.body());
            assertThat(body.path("request_id").asText()).isEqualTo(answer.header("x-request-id"));
            body.findValuesAsText("error").forEach(ApiFuzzTest::holdText);
            body.findValuesAsText("message").forEach(ApiFuzzTest::holdText);
        }
    }

    /** What is shown again of a request does no harm in a page, a terminal or a log. */
    private static void holdText(String text) {
        assertThat(text.chars()).noneMatch(letter -> letter == '<' || letter == '>' || Character.isISOControl(letter));
        assertThat(text).doesNotContain("x".repeat(129));
    }

    private static void endAll(Api api) {
        JsonNode sessions = api.get("/api/v1/sessions?limit=1000").json().path("sessions");
        // What was to be kept is released too.
        sessions.forEach(
                session -> api.delete("/api/v1/sessions/" + session.path("id").asText()));
        Eventually.holds(
                "all sessions are over",
                () -> api.get(
                                        "/api/v1/sessions?limit=1&status=pending&status=provisioning&status=running&status=stopping")
                                .json()
                                .path("count")
                                .asInt()
                        == 0);
    }
}
