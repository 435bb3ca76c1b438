package io.gpushopper.cli;

import io.gpushopper.server.config.StartupException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The admin port of a running server. Immutable. */
record AdminPort(URI root) {
    private static final int OK = 200;
    private static final String DEFAULT_PORT = "8081";
    // A listing of many pages takes its time, at one page a second.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * The one at that address, else where a server with these variables has it.
     *
     * @throws UsageException when the address is none
     */
    static AdminPort of(String address, Map<String, String> variables) {
        if (!address.isEmpty()) {
            return at(address);
        }
        String port = variables.getOrDefault("ADMIN_PORT", "").strip();
        return at("http://127.0.0.1:" + (port.isEmpty() ? DEFAULT_PORT : port));
    }

    private static AdminPort at(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return new AdminPort(uri);
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        throw new UsageException("--admin must be the URL of a server's admin port, got \"" + address + "\"");
    }

    /**
     * Asks for a task.
     *
     * @return the lines that it answered with
     * @throws StartupException when there is no server, or it refuses; the message is one line
     */
    String ask(String task, Map<String, String> parameters) throws InterruptedException {
        StringBuilder path = new StringBuilder("/tasks/").append(task);
        parameters.forEach((name, value) -> path.append(path.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path.toString()))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new StartupException(
                        answer.body().lines().findFirst().orElse("it answered " + answer.statusCode()));
            }
            return answer.body();
        } catch (IOException silent) {
            throw new StartupException(
                    "no server answers at " + root + ": start it, or name its admin port with --admin <url>", silent);
        }
    }
}
