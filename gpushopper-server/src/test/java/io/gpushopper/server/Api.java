package io.gpushopper.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;

/** A server on fakes, and a client that says what it got, and holds it against the description of the API. */
final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SERVER_PORT", "0", "ADMIN_PORT", "0", "LOG_LEVEL", "WARN");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final RunningServer server;

    private Api(RunningServer server) {
        this.server = server;
    }

    /** The same with these variables. */
    static Api with(FakeParts parts, Map<String, String> variables) {
        ServerOptions options =
                new ServerOptions(Path.of("src/test/resources/quick.yml"), ENVIRONMENT, Path.of("no-such-directory"));
        return new Api(GpuShopperServer.start(options.with(variables), parts, parts.clock));
    }

    static Api on(FakeParts parts) {
        return on(parts, Path.of("src/test/resources/quick.yml"));
    }

    static Api on(FakeParts parts, Path file) {
        return new Api(GpuShopperServer.start(
                new ServerOptions(file, ENVIRONMENT, Path.of("no-such-directory")), parts, parts.clock));
    }

    /** A server that has swept. */
    static Api ready(FakeParts parts) {
        Api api = on(parts);
        Eventually.holds("the server is ready", () -> api.get("/ready").status() == 200);
        Eventually.holds(
                "offers are shown",
                () -> api.get("/api/v1/inventory").json().path("total").asInt() > 0);
        return api;
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, String body, String... headers) {
        return send(
                "POST", path, body, headers.length > 0 ? headers : new String[] {"Content-Type", "application/json"});
    }

    /** What asks for a session on that offer, for an hour. */
    static String body(String offer) {
        return "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer + "\", \"workload_type\": \"llm\","
                + " \"reservation_hours\": 1}";
    }

    /** The path of a new session on that offer, which runs. */
    String running(String offer) {
        String path = post("/api/v1/sessions", body(offer)).header("Location");
        Eventually.holds(
                "it runs",
                () -> "running".equals(get(path).json().path("status").asText()));
        return path;
    }

    Answer delete(String path) {
        return send("DELETE", path, null);
    }

    Answer send(String method, String path, String body, String... headers) {
        return send(server.uri().resolve(path), method, body, headers);
    }

    Answer admin(String path) {
        return send(server.adminUri().resolve(path), "GET", null);
    }

    /** Asks the admin port for something to be done. */
    Answer operate(String path, String... headers) {
        return send(server.adminUri().resolve(path), "POST", null, headers);
    }

    private Answer send(URI uri, String method, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (uri.getPort() == server.uri().getPort()) {
                DescribedApi.hold(response);
            }
            return new Answer(response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + response.body(), e);
            }
        }
    }
}
