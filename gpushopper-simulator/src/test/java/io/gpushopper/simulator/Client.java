package io.gpushopper.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls one API over HTTP with one key. */
final class Client {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String root;
    private final String key;

    Client(String root, String key) {
        this.root = root;
        this.key = key;
    }

    Reply get(String path) {
        return send("GET", path, "");
    }

    Reply post(String path, String body) {
        return send("POST", path, body);
    }

    Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    Reply delete(String path) {
        return send("DELETE", path, "");
    }

    Reply send(String method, String path, String body) {
        try {
            return sendOrFail(method, path, body);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    Reply sendOrFail(String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
