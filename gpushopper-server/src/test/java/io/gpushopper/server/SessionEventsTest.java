package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionEventsTest {
    private static final FakeParts parts = new FakeParts();
    private static final Pattern ID = Pattern.compile("^id: ([0-9]+)$", Pattern.MULTILINE);
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
    void showsWhatHappenedAndWhoCausedIt() {
        String path = running("vastai-31");
        api.post(path + "/extend", "{\"additional_hours\": 1}");
        api.delete(path);

        JsonNode trail = api.get(path + "/events").json();

        assertThat(path).endsWith(trail.path("session_id").asText());
        assertThat(trail.path("count").asInt()).isEqualTo(trail.path("events").size());
        assertThat(trail.has("next_after")).isFalse();
        assertThat(arrows(trail))
                .containsExactly(
                        "pending provisioning engine",
                        "provisioning running engine",
                        "running running consumer",
                        "running stopping consumer",
                        "stopping stopped engine");
        assertThat(trail.path("events").findValuesAsText("id").stream().map(Long::valueOf))
                .isSorted()
                .doesNotHaveDuplicates();
        long second = trail.path("events").get(1).path("id").asLong();
        assertThat(arrows(api.get(path + "/events?after=" + second).json())).hasSize(3);
    }

    @Test
    void streamsWhatHappensUntilTheSessionIsOver() throws Exception {
        String path = created("vastai-32");
        try (Stream stream = Stream.of(path, null)) {
            stream.until("\"to\":\"running\"");

            api.delete(path);

            String whole = stream.rest();
            assertThat(whole).startsWith("retry: 1000\n\n").contains("\"to\":\"stopped\"");
            assertThat(ids(whole)).isEqualTo(ids(api.get(path + "/events").json()));
            assertThat(stream.response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(stream.response.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(stream.response.headers().firstValue("Content-Encoding")).isEmpty();
        }
    }

    @Test
    void goesOnAfterTheLastEventThatAClientHasSeen() throws Exception {
        String path = running("vastai-33");
        api.delete(path);
        List<Long> all = ids(api.get(path + "/events").json());

        try (Stream stream = Stream.of(path, String.valueOf(all.get(1)))) {
            assertThat(ids(stream.rest())).isEqualTo(all.subList(2, all.size()));
        }
    }

    @Test
    void tellsAClientThatHasSeenTheEndNotToComeBack() {
        String path = running("vastai-34");
        api.delete(path);
        List<Long> all = ids(api.get(path + "/events").json());

        Api.Answer answer = api.get(
                path + "/events",
                "Accept",
                "text/event-stream",
                "Last-Event-ID",
                String.valueOf(all.get(all.size() - 1)));

        assertThat(answer.status()).isEqualTo(204);
    }

    @Test
    void knowsNoEventsOfASessionThatIsNotThere() {
        String path = "/api/v1/sessions/sess-aaaaaaaaaaaaaaaa/events";

        assertThat(api.get(path).status()).isEqualTo(404);
        Api.Answer stream = api.get(path, "Accept", "text/event-stream");
        assertThat(stream.status()).isEqualTo(404);
        assertThat(stream.json().path("error_type").asText()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "9999999999999999999999"})
    void refusesAnIdThatIsNone(String id) {
        String path = "/api/v1/sessions/sess-aaaaaaaaaaaaaaaa";

        assertThat(api.get(path + "/events?after=" + id).status()).isEqualTo(400);
        Api.Answer stream = api.get(path + "/events", "Accept", "text/event-stream", "Last-Event-ID", id);
        assertThat(stream.status()).isEqualTo(400);
        assertThat(stream.json().path("error").asText()).contains("Last-Event-ID");
    }

    @Test
    void letsGoItsStreamsWhenTheServerStops() throws Exception {
        FakeParts others = new FakeParts();
        Api stopping = Api.ready(others);
        String path = created(stopping, "vastai-36");
        try (Stream stream = Stream.of(stopping, path, null)) {
            stream.until("\"to\":\"running\"");

            stopping.close();

            assertThat(stream.rest()).doesNotContain("stopped");
        }
    }

    private static String created(String offer) {
        return created(api, offer);
    }

    private static String created(Api server, String offer) {
        Api.Answer created = server.post(
                "/api/v1/sessions",
                "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer
                        + "\", \"workload_type\": \"llm\", \"reservation_hours\": 2}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.header("Location");
    }

    private static String running(String offer) {
        String path = created(offer);
        Eventually.holds(
                "it runs",
                () -> "running".equals(api.get(path).json().path("status").asText()));
        return path;
    }

    private static List<String> arrows(JsonNode trail) {
        List<String> arrows = new ArrayList<>();
        trail.path("events")
                .forEach(event -> arrows.add(event.path("from").asText() + " "
                        + event.path("to").asText() + " " + event.path("actor").asText()));
        return arrows;
    }

    private static List<Long> ids(JsonNode trail) {
        List<Long> ids = new ArrayList<>();
        trail.path("events").forEach(event -> ids.add(event.path("id").asLong()));
        return ids;
    }

    private static List<Long> ids(String stream) {
        return ID.matcher(stream)
                .results()
                .map((MatchResult found) -> Long.valueOf(found.group(1)))
                .toList();
    }

    /** A stream as a client reads it. */
    private record Stream(HttpResponse<InputStream> response, StringBuilder seen) implements AutoCloseable {
        static Stream of(String path, String lastEventId) throws Exception {
            return of(api, path, lastEventId);
        }

        static Stream of(Api server, String path, String lastEventId) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            server.server.uri().resolve(path + "/events"))
                    .header("Accept", "text/event-stream")
                    .header("Accept-Encoding", "gzip");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            return new Stream(response, new StringBuilder());
        }

        void until(String text) throws IOException {
            byte[] buffer = new byte[1_000];
            while (seen.indexOf(text) < 0) {
                int read = response.body().read(buffer);
                assertThat(read).as(seen.toString()).isPositive();
                seen.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        }

        String rest() throws IOException {
            seen.append(new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            return seen.toString();
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}
