package io.gpushopper.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole run stands in the end-to-end tests; here is what must hold when it goes wrong. */
final class RentRunEndTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile String offers = "";
    private volatile int sshPort;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void endsTheSessionEvenIfTheLoginFails() throws IOException {
        offers = """
                {"id":"vastai-1","provider":"vastai","provider_id":"1","gpu_type":"RTX 4090","gpu_count":1,"vram_gb":24,
                 "price_per_hour":0.45,"available":true,"max_duration_hours":0,"fetched_at":"2026-01-29T12:00:00Z"}""";
        // Free a moment ago, so that nobody listens there.
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sshPort = nobody.getLocalPort();
        }

        assertThatThrownBy(() -> RentRunEnd.main(new String[] {baseUrl()})).isInstanceOf(Exception.class);

        assertThat(requests)
                .containsExactly(
                        "GET /api/v1/inventory?limit=1",
                        "POST /api/v1/sessions",
                        "GET /api/v1/sessions/sess-1?wait_for=running&wait_for=stopping&timeout_seconds=30",
                        "DELETE /api/v1/sessions/sess-1",
                        "GET /api/v1/sessions/sess-1?wait_for=stopped&wait_for=failed&timeout_seconds=30");
    }

    @Test
    void rentsNothingWhereThereIsNothing() {
        assertThatThrownBy(() -> RentRunEnd.main(new String[] {baseUrl()})).hasMessage("there is nothing to rent");

        assertThat(requests).containsExactly("GET /api/v1/inventory?limit=1");
    }

    private String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        boolean ended = requests.stream().anyMatch(earlier -> earlier.startsWith("DELETE"));
        requests.add(request);
        if (request.startsWith("GET /api/v1/inventory")) {
            reply(exchange, 200, "{\"offers\":[" + offers + "],\"count\":1,\"total\":1}");
        } else if (request.startsWith("POST")) {
            reply(exchange, 201, "{\"session\":" + session("provisioning") + ",\"ssh_private_key\":\"none\"}");
        } else if (request.startsWith("DELETE")) {
            reply(exchange, 202, "{\"message\":\"session destruction in progress\",\"session_id\":\"sess-1\"}");
        } else {
            reply(exchange, 200, session(ended ? "stopped" : "running"));
        }
    }

    private String session(String status) {
        return """
            {"id":"sess-1","consumer_id":"rent-run-end","provider":"vastai","gpu_type":"RTX 4090","gpu_count":1,
             "status":"%s","ssh_host":"127.0.0.1","ssh_port":%d,"ssh_user":"root","workload_type":"batch",
             "reservation_hours":1,"price_per_hour":0.45,"created_at":"2026-01-29T12:00:00Z",
             "expires_at":"2026-01-29T13:00:00Z"}""".formatted(status, sshPort);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
