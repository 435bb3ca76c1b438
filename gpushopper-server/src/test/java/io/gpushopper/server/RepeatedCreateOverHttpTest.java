package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RepeatedCreateOverHttpTest {
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

    @AfterEach
    void healTheMarket() {
        parts.market.heal();
    }

    @Test
    void givesTheSameSessionAndKeyForTheSameKeyAndBody() {
        Api.Answer first = create(
                "{\"consumer_id\":\"alice\",\"offer_id\":\"vastai-1\",\"workload_type\":\"llm\","
                        + "\"reservation_hours\":2}",
                "same-1");
        Api.Answer again = create(
                "{ \"reservation_hours\": 2, \"workload_type\": \"llm\","
                        + " \"offer_id\": \"vastai-1\", \"consumer_id\": \"alice\" }",
                "same-1");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(id(again)).isEqualTo(id(first));
        assertThat(again.json().path("ssh_private_key").asText())
                .startsWith("-----BEGIN RSA PRIVATE KEY-----")
                .isEqualTo(first.json().path("ssh_private_key").asText());
        assertThat(purchases("vastai-1")).isEqualTo(1);
    }

    @Test
    void refusesTheKeyForAnotherBody() {
        Api.Answer first = create(body("vastai-2", 2), "same-2");

        Api.Answer other = create(body("vastai-2", 3), "same-2");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("error_type").asText()).isEqualTo("idempotency_key_reused");
        assertThat(other.json().path("session_id").asText()).isEqualTo(id(first));
    }

    @Test
    void asksToWaitWhileTheFirstIsUnderWay() {
        Api.Answer[] second = new Api.Answer[1];
        parts.market.onPurchase(request -> {
            if (request.offer().toString().equals("vastai-3")) {
                second[0] = create(body("vastai-3", 2), "same-3");
            }
        });

        Api.Answer first = create(body("vastai-3", 2), "same-3");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second[0].status()).isEqualTo(409);
        assertThat(second[0].json().path("error_type").asText()).isEqualTo("idempotency_in_progress");
        assertThat(second[0].header("Retry-After")).isEqualTo("2");
    }

    @Test
    void freesTheKeyWithARefusal() {
        parts.market.fail(MarketOperation.CREATE, MarketFault.RATE_LIMIT, 1);
        Api.Answer refused = create(body("vastai-4", 2), "same-4");
        assertThat(refused.status()).isEqualTo(503);

        Api.Answer bought = create(body("vastai-4", 2), "same-4");

        assertThat(bought.status()).isEqualTo(201);
        assertThat(bought.header("Idempotent-Replayed")).isNull();
    }

    @Test
    void refusesAKeyThatIsNone() {
        Api.Answer refused = create(body("vastai-5", 2), "two words");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("details").path(0).path("field").asText())
                .isEqualTo("Idempotency-Key");
        assertThat(purchases("vastai-5")).isZero();
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertThat(create(body("vastai-5", 2), "k".repeat(256)).status()).isEqualTo(400);
    }

    @Test
    void endsASessionWhoseAnswerCouldNotBeWritten() throws IOException {
        try (Socket client = connection()) {
            resetAtPurchaseOf("vastai-6", client);
            send(client, body("vastai-6", 2), "");
            Eventually.holds(
                    "the session that nobody can use is over",
                    () -> stored("vastai-6").stream().anyMatch(session -> session.status() == SessionStatus.STOPPED));
        }

        assertThat(session("vastai-6").endCause().orElseThrow().reason()).isEqualTo(StopReason.UNDELIVERED);
        assertThat(parts.market.rentals())
                .filteredOn(rental -> rental.billing())
                .noneMatch(rental ->
                        rental.mark().contains(session("vastai-6").id().value().substring(5)));
    }

    @Test
    void givesAnAnswerThatCouldNotBeWrittenToWhoeverAsksAgain() throws IOException {
        try (Socket client = connection()) {
            resetAtPurchaseOf("vastai-7", client);
            send(client, body("vastai-7", 2), "Idempotency-Key: same-7\r\n");
            Eventually.holds(
                    "the session runs",
                    () -> stored("vastai-7").stream().anyMatch(session -> session.status() == SessionStatus.RUNNING));
        }

        Api.Answer again = create(body("vastai-7", 2), "same-7");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().path("ssh_private_key").asText()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(purchases("vastai-7")).isEqualTo(1);
    }

    private static Api.Answer create(String body, String key) {
        return api.post("/api/v1/sessions", body, "Idempotency-Key", key);
    }

    private static String body(String offer, int hours) {
        return "{\"consumer_id\":\"alice\",\"offer_id\":\"" + offer
                + "\",\"workload_type\":\"llm\",\"reservation_hours\":" + hours + "}";
    }

    private static String id(Api.Answer created) {
        JsonNode session = created.json().path("session");
        return session.path("id").asText();
    }

    private static long purchases(String offer) {
        return stored(offer).stream()
                .flatMap(session -> session.attempts().stream())
                .count();
    }

    private static Session session(String offer) {
        return stored(offer).get(0);
    }

    private static List<Session> stored(String offer) {
        return parts.store.list(SessionQuery.newest(SessionFilter.EVERYTHING, 1_000)).stream()
                .filter(session -> session.terms().offer().toString().equals(offer))
                .toList();
    }

    private static Socket connection() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), api.server.uri().getPort());
    }

    private static void send(Socket client, String body, String header) throws IOException {
        String request = "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + header + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static void resetAtPurchaseOf(String offer, Socket client) {
        parts.market.onPurchase(request -> {
            if (request.offer().toString().equals(offer)) {
                reset(client);
            }
        });
    }

    /** Breaks the connection off, as a client does that dies. */
    private static void reset(Socket client) {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
