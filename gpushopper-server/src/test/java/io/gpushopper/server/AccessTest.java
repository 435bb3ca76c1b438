package io.gpushopper.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpushopper.sdk.CostQuery;
import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.SessionQuery;
import io.gpushopper.sdk.errors.ForbiddenException;
import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.errors.UnauthorizedException;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.server.config.StartupException;
import io.gpushopper.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the API lets in when tokens are configured, and what each sees. */
final class AccessTest {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String NO_TOKEN = "a token is required: send Authorization: Bearer, a space and the token";
    private static final String AUTHORIZATION = "Authorization";
    private static final String TOKENS = "[" + token("ops", "0ps", "admin", "")
            + "," + token("alices", "al1ce", "consumer", "\"alice\", \"alice-batch\"")
            + "," + token("bobs", "b0b", "consumer", "\"bob\"") + "]";

    /** Those that need no token, or one of another kind. */
    private static final Set<String> OPEN = Set.of(
            "GET /health",
            "GET /ready",
            "GET /openapi.json",
            "GET /openapi.yaml",
            "GET /docs",
            "POST " + SESSIONS + "/{id}/heartbeat");

    private static final FakeParts parts = new FakeParts();
    private static Api api;
    private static GpuShopperClient admin;
    private static GpuShopperClient alice;
    private static GpuShopperClient bob;
    private static SessionJson alices;

    @BeforeAll
    static void startTheServer() {
        api = Api.with(parts, Map.of("AUTH_TOKENS", TOKENS));
        admin = client("0ps");
        alice = client("al1ce");
        bob = client("b0b");
        Eventually.holds("the server is ready", () -> admin.ready().ready());
        Eventually.holds(
                "offers are shown",
                () -> admin.inventory().list(InventoryQuery.all()).total() > 0);
        alices = created(alice, "alice", "vastai-1");
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void showsNobodyElsesCosts() {
        Eventually.holds(
                "something was charged",
                () -> admin.costs().monthlySummary().byConsumer().containsKey("alice"));

        assertThat(alice.costs().monthlySummary("alice").sessionCount()).isEqualTo(1);
        assertThat(alice.costs().csv(CostQuery.thisMonth())).contains(alices.id());
        assertThat(alice.costs().ofSession(alices.id()).sessionId()).isEqualTo(alices.id());
        assertThat(bob.costs().monthlySummary().byConsumer()).doesNotContainKey("alice");
        assertThat(bob.costs().monthlySummary("alice").sessionCount()).isZero();
        assertThat(bob.costs().csv(CostQuery.thisMonth())).doesNotContain(alices.id());
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> bob.costs().ofSession(alices.id())))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> bob.costs().csvOfSession(alices.id())))
                .isNotNull();
    }

    @Test
    void showsBillsToAdminsOnly() {
        assertThat(admin.costs().reconciliation(CostQuery.thisMonth()).providers())
                .hasSize(1);
        assertThat(catchThrowableOfType(
                        ForbiddenException.class, () -> alice.costs().reconciliation(CostQuery.thisMonth())))
                .hasMessageContaining("bills are for the tokens of admins");
        assertThat(api.get("/api/v1/costs/reconciliation", AUTHORIZATION, "Bearer b0b")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Bearer 0ps0ps",
                "Bearer al1ce, Bearer 0ps",
                "Basic MHBzOjBwcw==",
                "0ps",
                "Bearer \u00e9"
            })
    void refusesAMissingOrWrongToken(String header) {
        Api.Answer answer = header.isEmpty() ? api.get(SESSIONS) : api.get(SESSIONS, AUTHORIZATION, header);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.json().path("error_type").asText()).isEqualTo("unauthorized");
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("X-Request-ID"));
        assertThat(answer.json().path("error").asText().equals(NO_TOKEN)).isEqualTo(header.isEmpty());
        assertThat(answer.text()).doesNotContain("wrong", "0ps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer 0ps", "BEARER  0ps"})
    void takesTheSchemeInAnyCase(String header) {
        assertThat(api.get(SESSIONS, AUTHORIZATION, header).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/inventory",
        "GET,/api/v1/nowhere",
        "GET,/nowhere",
        "GET,/api;a=b/v1/sessions",
        "GET,/api/v1/sessions/",
        "GET,/api/v1/sessions;/x",
        "GET,/health;x",
        "OPTIONS,/api/v1/sessions",
        "HEAD,/api/v1/sessions",
        "PUT,/api/v1/sessions",
        "GET,/metrics",
        "GET,/api/v1/sessions/sess-aaaaaaaaaaaaaaaa/heartbeat",
        "POST,/api/v1/sessions/sess-aaaaaaaaaaaaaaaa/done;/heartbeat",
        "POST,/api/v1/sessions/sess-aaaaaaaaaaaaaaaa/x/heartbeat",
    })
    void wantsATokenOnEveryPathButTheOpenOnes(String method, String path) {
        assertThat(api.send(method, path, null).status()).isEqualTo(401);
    }

    @Test
    void leavesHealthAndReadinessOpen() {
        assertThat(api.get("/health").status()).isEqualTo(200);
        assertThat(api.get("/ready").status()).isEqualTo(200);
        assertThat(api.get("/health", AUTHORIZATION, "Bearer wrong").status()).isEqualTo(200);
        assertThat(api.get("/health/").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/"})
    void leavesOpenWhatTheApiIs(String path) {
        assertThat(api.get(path, "Accept", "text/html").text()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void leavesAHeartbeatToTheTokenInItsBody() {
        Api.Answer answer = api.post(SESSIONS + "/" + alices.id() + "/heartbeat", "{\"token\": \"not it\"}");

        assertThat(answer.json().path("error").asText()).isNotEqualTo(NO_TOKEN);
    }

    @Test
    void showsMetricsToAdminsAloneUnlessTheyAreOpen() {
        assertThat(api.get("/metrics", AUTHORIZATION, "Bearer al1ce").status()).isEqualTo(403);
        assertThat(api.get("/metrics", AUTHORIZATION, "Bearer 0ps").text())
                .contains("http_request_duration_seconds_count{method=\"GET\",path=\"unmatched\",status=\"403\",} 1.0");
        try (Api open = Api.with(new FakeParts(), Map.of("AUTH_TOKENS", TOKENS, "AUTH_METRICS", "open"))) {
            assertThat(open.get("/metrics").status()).isEqualTo(200);
            assertThat(open.get(SESSIONS).status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics/", "/metrics;a=b", "/metrics;a/;b", "/metrics//", "/%6Detrics", "/./metrics"})
    void showsMetricsToNobodyElseHoweverTheirPathIsWritten(String path) {
        assertThat(api.get(path, AUTHORIZATION, "Bearer al1ce").status()).isNotEqualTo(200);
    }

    @Test
    void wantsATokenOnEveryEndpointThatThereIs() {
        List<Endpoint> closed = Endpoint.all().stream()
                .filter(endpoint -> !OPEN.contains(endpoint.toString()))
                .toList();

        assertThat(closed).hasSizeGreaterThan(8).allSatisfy(endpoint -> {
            String path = endpoint.path().replaceAll("\\{[^}]*}", alices.id());
            assertThat(api.send(endpoint.method(), path, null).status())
                    .as(endpoint.toString())
                    .isEqualTo(401);
        });
    }

    @Test
    void hidesAnothersSessionOnEveryPathBelowIt() {
        String below = SESSIONS + "/{id}";
        List<Endpoint> endpoints = Endpoint.all().stream()
                .filter(endpoint -> endpoint.path().startsWith(below) && !OPEN.contains(endpoint.toString()))
                .toList();

        assertThat(endpoints).hasSizeGreaterThanOrEqualTo(5).allSatisfy(endpoint -> {
            assertNotThere(endpoint, "b0b", alices.id());
            assertNotThere(endpoint, "al1ce", "sess-aaaaaaaaaaaaaaaa");
        });
        assertThat(admin.sessions().get(alices.id()).status().isEnding()).isFalse();
    }

    @Test
    void saysWhenItEndsTheConnectionOfWhoWasRefusedBeforeHisBodyCame() throws Exception {
        String request = "POST " + SESSIONS + "/" + alices.id() + "/extend HTTP/1.1\r\nHost: here\r\n"
                + "Authorization: Bearer b0b\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n";

        try (RawConnection connection = new RawConnection(api.server.uri())) {
            RawConnection.Answer whole = connection.send((request + "{\"additional_hours\": 1}").getBytes(US_ASCII));
            assertThat(whole.status()).isEqualTo(404);
            assertThat(whole.header("connection")).isEmpty();

            RawConnection.Answer early = connection.send(request.getBytes(US_ASCII));
            assertThat(early.status()).isEqualTo(404);
            assertThat(early.header("connection")).isEqualTo("close");
        }
    }

    private static void assertNotThere(Endpoint endpoint, String token, String session) {
        Api.Answer answer = api.send(
                endpoint.method(),
                endpoint.path().replace("{id}", session),
                endpoint.method().equals("POST") ? "{\"additional_hours\": 1}" : null,
                AUTHORIZATION,
                "Bearer " + token,
                "Content-Type",
                "application/json");
        assertThat(answer.status()).as(endpoint.toString()).isEqualTo(404);
        assertThat(answer.json().path("error").asText()).isEqualTo("session not found: " + session);
    }

    @Test
    void listsToEachHisOwnAlone() {
        SessionJson bobs = created(bob, "bob", "vastai-2");
        SessionJson batch = created(alice, "alice-batch", "vastai-3");

        assertThat(ids(alice, SessionQuery.all())).containsExactly(batch.id(), alices.id());
        assertThat(ids(bob, SessionQuery.all())).containsExactly(bobs.id());
        assertThat(ids(admin, SessionQuery.all())).containsExactly(batch.id(), bobs.id(), alices.id());
        assertThat(ids(bob, SessionQuery.builder().consumerId("alice").build())).isEmpty();
        assertThat(ids(alice, SessionQuery.builder().consumerId("alice").build()))
                .containsExactly(alices.id());
        assertThat(alice.sessions().get(batch.id()).consumerId()).isEqualTo("alice-batch");
    }

    @Test
    void refusesAPurchaseForAnotherConsumer() {
        int rented = parts.market.rentals().size();

        ForbiddenException refused =
                catchThrowableOfType(ForbiddenException.class, () -> created(bob, "alice", "vastai-7"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.getMessage()).contains("alice");
        Api.Answer raw = api.post(SESSIONS, """
                {"consumer_id": "alice", "offer_id": "vastai-7", "workload_type": "llm", "reservation_hours": 1}""", "Content-Type", "application/json", AUTHORIZATION, "Bearer b0b");
        assertThat(raw.status()).isEqualTo(403);
        assertThat(parts.market.rentals()).hasSize(rented);
        assertThat(created(admin, "whoever", "vastai-8").consumerId()).isEqualTo("whoever");
    }

    @Test
    void throwsWhatItMeansInTheSdk() {
        catchThrowableOfType(
                UnauthorizedException.class, () -> client("wrong").sessions().list(SessionQuery.all()));
        assertThat(catchThrowableOfType(
                        UnauthorizedException.class,
                        () -> GpuShopperClient.at(api.server.uri().toString())
                                .sessions()
                                .get(alices.id())))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> bob.sessions().done(alices.id())))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense 5ecret | AUTH_TOKENS must be a JSON list of objects with name, sha256, role and consumerIds",
                "{\"name\": \"5ecret\"} | AUTH_TOKENS must be a JSON list of objects with name, sha256, role and consumerIds",
                "[{}] | auth.tokens[0].name (in AUTH_TOKENS or the file) must be set, without control characters",
                "[{\"name\": \"a\", \"sha256\": \"5ecret\"}] | auth.tokens[0].sha256 (in AUTH_TOKENS or the file) must be the SHA-256 hash of the token as 64 hexadecimal digits",
                "[{\"name\": \"a\", \"sha256\": \"HASH\"}] | auth.tokens[0].role (in AUTH_TOKENS or the file) must be admin or consumer",
                "[{\"name\": \"a\", \"sha256\": \"HASH\", \"role\": \"consumer\"}] | auth.tokens[0].consumerIds (in AUTH_TOKENS or the file) must name at least one consumer",
                "[{\"name\": \"a\", \"sha256\": \"HASH\", \"role\": \"admin\", \"consumerIds\": [\"x\"]}] | auth.tokens[0].consumerIds (in AUTH_TOKENS or the file) must be left out: an admin acts for every consumer",
                "[{\"name\": \"a\", \"sha256\": \"HASH\", \"role\": \"admin\"}, {\"name\": \"b\", \"sha256\": \"HASH\", \"role\": \"admin\"}] | auth.tokens[1].sha256 (in AUTH_TOKENS or the file) is the same as that of another token",
                "[{\"name\": \"a\", \"sha256\": \"HASH\", \"role\": \"admin\"}, {\"name\": \"a\"}] | auth.tokens[1].name (in AUTH_TOKENS or the file) must be another than those of the other tokens, got \"a\"",
            })
    void refusesToStartWithTokensThatMakeNoSense(String tokens, String line) {
        assertThat(refusal(Map.of("AUTH_TOKENS", tokens.replace("HASH", sha256("x")))))
                .isEqualTo(line)
                .doesNotContain("5ecret");
    }

    @Test
    void refusesToStartWithAWordForMetricsThatItDoesNotKnow() {
        assertThat(refusal(Map.of("AUTH_METRICS", "maybe")))
                .isEqualTo("auth.metrics (AUTH_METRICS) must be token or open, got \"maybe\"");
    }

    private static String refusal(Map<String, String> variables) {
        return catchThrowableOfType(
                        StartupException.class,
                        () -> Api.with(new FakeParts(), variables).close())
                .getMessage();
    }

    private static GpuShopperClient client(String token) {
        return GpuShopperClient.builder(api.server.uri().toString())
                .token(token)
                .build();
    }

    private static SessionJson created(GpuShopperClient client, String consumer, String offer) {
        return client.sessions()
                .create(CreateSessionRequest.builder(consumer, offer, "llm", 1).build())
                .session();
    }

    private static List<String> ids(GpuShopperClient client, SessionQuery query) {
        return client.sessions().list(query).sessions().stream()
                .map(SessionJson::id)
                .toList();
    }

    private static String token(String name, String token, String role, String consumers) {
        return "{\"name\": \"" + name + "\", \"sha256\": \"" + sha256(token) + "\", \"role\": \"" + role
                + "\", \"consumerIds\": [" + consumers + "]}";
    }

    private static String sha256(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException none) {
            throw new AssertionError(none);
        }
    }
}
