package io.gpushopper.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.testkit.SettableClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
    private static final ProviderId PROVIDER = new ProviderId("someone");
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final CountedCalls counted = new CountedCalls();
    private final Pacer pacer = new Pacer(PaceRule.every(Duration.ofSeconds(1)), clock, clock::advance);
    private final ApiClient client = new ApiClient(
            PROVIDER,
            new ApiKey("k3y0must0never0be0logged"),
            "gpushopper/test",
            ApiClientTest::byStatus,
            new AdapterRuntime(clock, clock::advance, new Random(1), counted));
    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new StubServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsTheKeyInAHeaderAndSaysWhoItIs() {
        server.answers(200, "{\"id\":7}");

        ApiAnswer answer = client.call(read());

        assertThat(answer.json().orElseThrow().integer("id")).hasValue(7);
        assertThat(server.lastRequest())
                .contains("GET /x")
                .contains("Authorization: Bearer k3y0must0never0be0logged")
                .contains("User-Agent: gpushopper/test")
                .contains("Accept: application/json");
        assertThat(counted.lines()).containsExactly("get ok");
    }

    @Test
    void sendsAgainWhatTheProviderFailedToAnswer() {
        server.answers(503, "busy").answers(502, "<html>").answers(200, "{}");

        assertThat(client.call(read()).status()).isEqualTo(200);
        assertThat(counted.lines()).containsExactly("get UNAVAILABLE", "get UNAVAILABLE", "get ok");
    }

    @Test
    void sendsThreeTimesAtMost() {
        server.always(503, "busy");

        assertFails(ErrorKind.UNAVAILABLE, read());

        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void doesNotSendAgainWhatWasRefused() {
        server.always(401, "no");

        assertFails(ErrorKind.UNAUTHORIZED, read());

        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void sendsNoUrlThatHoldsTheKey() {
        server.always(200, "{}");
        URI leaking = URI.create(server.uri() + "?api_key=k3y0must0never0be0logged");
        ApiCall call = ApiCall.of("get", CallPriority.READ, pacer, "GET", leaking);

        assertThatIllegalStateException()
                .isThrownBy(() -> client.call(call))
                .withMessageContaining("get")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("k3y"));

        assertThat(server.requests()).isZero();
    }

    @Test
    void waitsAsLongAsTheProviderAsks() {
        server.answersWith("Retry-After: 8", 429, "slow down").answers(200, "{}");

        client.call(read());

        assertThat(clock.instant()).isAfterOrEqualTo(START.plusSeconds(8));
    }

    @Test
    void leavesALongWaitToItsCaller() {
        server.answersWith("Retry-After: 40", 429, "slow down");

        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> client.call(read()))
                .satisfies(failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(40)));

        assertThat(server.requests()).isEqualTo(1);
        assertThat(pacer.estimate(CallPriority.READ)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void sendsAPurchaseOnceWhateverHappens() {
        server.always(503, "busy");

        ApiExchange exchange = client.sendOnce(purchase(), START.plusSeconds(10));

        assertThat(exchange).isInstanceOf(ApiExchange.Answered.class);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void knowsThatNothingWasSentWithoutAConnection() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }

        ApiExchange exchange = client.sendOnce(purchaseAt("http://127.0.0.1:" + closed + "/x"), START.plusSeconds(10));

        assertThat(exchange).isInstanceOf(ApiExchange.NotSent.class);
    }

    @Test
    void knowsNothingWhenTheConnectionBreaksAfterSending() {
        server.drops();

        ApiExchange exchange = client.sendOnce(purchase(), START.plusSeconds(10));

        assertThat(exchange).isInstanceOf(ApiExchange.Lost.class);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void knowsNothingWhenNoAnswerCame() {
        server.hangs();

        ApiExchange exchange = client.sendOnce(purchase().withTimeout(Duration.ofMillis(200)), START.plusSeconds(10));

        assertThat(exchange).isInstanceOf(ApiExchange.Lost.class);
    }

    @Test
    void doesNotWaitForEverForABodyThatNeverEnds() {
        server.answersHalf();

        ApiExchange exchange = client.sendOnce(purchase().withTimeout(Duration.ofMillis(300)), START.plusSeconds(10));

        assertThat(exchange).isInstanceOf(ApiExchange.Lost.class);
    }

    @Test
    void sendsNothingAfterTheMomentToSendBy() {
        server.always(200, "{}");

        ApiExchange exchange = client.sendOnce(purchase(), START.minusMillis(1));

        assertThat(exchange).isInstanceOf(ApiExchange.NotSent.class);
        assertThat(server.requests()).isZero();
    }

    @Test
    void breaksOffAnAnswerThatIsTooLong() {
        server.always(200, "\"" + "x".repeat(2 << 20) + "\"");

        assertFails(ErrorKind.MALFORMED, read());
    }

    @Test
    void followsNoRedirect() {
        server.answersWith("Location: /elsewhere", 308, "");

        assertFails(ErrorKind.MALFORMED, read());

        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void stopsAskingAfterFiveFailuresInARowAndTriesAgainLater() {
        server.always(503, "busy");
        assertFails(ErrorKind.UNAVAILABLE, read());
        assertFails(ErrorKind.UNAVAILABLE, read());
        int sent = server.requests();

        assertThat(sent).isEqualTo(5);
        assertFails(ErrorKind.UNAVAILABLE, read());
        assertThat(client.sendOnce(purchase(), Instant.MAX)).isInstanceOf(ApiExchange.NotSent.class);
        assertThat(server.requests()).isEqualTo(sent);

        server.always(200, "{}");
        clock.advance(Breaker.OPEN_FOR);
        assertThat(client.call(read()).status()).isEqualTo(200);
    }

    @Test
    void sendsDestroysAndWhatGoesPastTheBreakerAllTheSame() {
        server.always(503, "busy");
        for (int i = 0; i < 3; i++) {
            assertFails(ErrorKind.UNAVAILABLE, read());
        }
        server.always(200, "{}");

        assertThat(client.call(ApiCall.of("destroy", CallPriority.DESTROY, pacer, "DELETE", server.uri()))
                        .status())
                .isEqualTo(200);
        assertThat(client.call(read().pastBreaker()).status()).isEqualTo(200);
    }

    @Test
    void doesNotCountARefusalAgainstTheProvider() {
        server.always(401, "no");

        for (int i = 0; i < 10; i++) {
            assertFails(ErrorKind.UNAUTHORIZED, read());
        }

        assertThat(server.requests()).isEqualTo(10);
    }

    @Test
    void keepsItsPace() {
        server.always(200, "{}");

        for (int i = 0; i < 4; i++) {
            client.call(read());
        }

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void leavesTheInterruptToItsCaller() {
        server.hangs();
        Thread.currentThread().interrupt();

        assertFails(ErrorKind.UNAVAILABLE, read());

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void keepsTheKeyOutOfMessages() {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> client.call(ApiCall.of(
                        "get", CallPriority.READ, pacer, "GET", URI.create("http://127.0.0.1:1/x?token=s3cret"))))
                .satisfies(failure ->
                        assertThat(failure.toString()).doesNotContain("k3y").doesNotContain("s3cret"));
    }

    private ApiCall read() {
        return ApiCall.of("get", CallPriority.READ, pacer, "GET", server.uri());
    }

    private ApiCall purchase() {
        return purchaseAt(server.uri().toString());
    }

    private ApiCall purchaseAt(String uri) {
        return ApiCall.of("create", CallPriority.LAUNCH, pacer, "PUT", URI.create(uri))
                .withBody("{\"label\":\"tag\"}");
    }

    private void assertFails(ErrorKind kind, ApiCall call) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> client.call(call))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private static Optional<ApiFailure> byStatus(ApiCall call, ApiAnswer answer) {
        ErrorKind kind = switch (answer.status()) {
            case 200 -> null;
            case 401 -> ErrorKind.UNAUTHORIZED;
            case 429 -> ErrorKind.RATE_LIMITED;
            case 502, 503 -> ErrorKind.UNAVAILABLE;
            default -> ErrorKind.MALFORMED;
        };
        return Optional.ofNullable(kind)
                .map(known -> new ApiFailure(known, "status " + answer.status(), answer.retryAfter()));
    }
}
