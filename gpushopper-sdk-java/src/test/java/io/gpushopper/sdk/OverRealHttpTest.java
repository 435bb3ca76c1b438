package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gpushopper.sdk.errors.ApiException;
import io.gpushopper.sdk.errors.CallInterruptedException;
import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.errors.TransportException;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OverRealHttpTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private GpuShopperClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        client = GpuShopperClient.builder(baseUrl())
                .token("t0ken0must0never0be0logged")
                .retryPolicy(RetryPolicy.never())
                .build();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void sendsARequestWholeAndReadsItsAnswer() {
        serve(exchange -> answer(exchange, 201, Samples.created()));

        CreatedSession created = client.sessions()
                .create(CreateSessionRequest.builder("Zoë", "o-1", "llm", 1).build(), "purchase-7");

        assertThat(created.privateKey().orElseThrow().pem()).isEqualTo(Samples.PEM);
        assertThat(seen)
                .containsExactly("POST /api/v1/sessions Bearer t0ken0must0never0be0logged application/json purchase-7 "
                        + "{\"consumer_id\":\"Zoë\",\"offer_id\":\"o-1\",\"workload_type\":\"llm\","
                        + "\"reservation_hours\":1}");
    }

    @Test
    void readsARefusal() {
        serve(exchange -> answer(exchange, 404, Samples.error("not_found")));

        assertThatThrownBy(() -> client.sessions().delete("s")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void followsNoRedirectWithItsToken() {
        serve(exchange -> {
            exchange.getResponseHeaders().set("Location", baseUrl() + "/elsewhere");
            answer(exchange, 302, "");
        });

        assertThatThrownBy(() -> client.sessions().get("s")).isInstanceOf(ApiException.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void readsAgainAfterTheServerDroppedTheConnection() {
        GpuShopperClient patient =
                GpuShopperClient.builder(baseUrl()).sleeper(duration -> {}).build();
        serve(exchange -> {
            if (seen.size() < 3) {
                exchange.close();
            } else {
                answer(exchange, 200, Samples.session("running"));
            }
        });

        assertThat(patient.sessions().get("s").id()).isEqualTo("sess-abc123");
    }

    @Test
    void sendsACreateOnceEvenIfTheServerDropsTheConnection() {
        serve(HttpExchange::close);

        assertThatThrownBy(() -> client.sessions()
                        .create(CreateSessionRequest.builder("me", "o-1", "llm", 1)
                                .build()))
                .isInstanceOf(TransportException.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void saysThatNobodyListens() {
        server.stop(0);

        assertThatThrownBy(() -> client.health())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("/health");
    }

    @Test
    void doesNotWaitForEverForABodyThatStalls() {
        GpuShopperClient hasty = GpuShopperClient.builder(baseUrl())
                .requestTimeout(Duration.ofMillis(300))
                .retryPolicy(RetryPolicy.never())
                .build();
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        assertThatThrownBy(() -> hasty.sessions().get("s"))
                .isInstanceOf(TransportException.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void letsGoWhenTheThreadIsInterrupted() {
        serve(exchange -> awaitEnd());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client.sessions().get("s")).isInstanceOf(CallInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpHandler handler) {
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(String.join(
                    " ",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    body));
            handler.handle(exchange);
        });
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
