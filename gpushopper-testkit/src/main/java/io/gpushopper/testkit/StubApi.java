package io.gpushopper.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** A server that gives the answers it was told to, the last one again and again, and remembers what it was asked. Thread-safe. */
public final class StubApi implements AutoCloseable {
    /** An answer that is none: the connection is closed. */
    public static final int CONNECTION_LOST = 0;

    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = Collections.synchronizedMap(new HashMap<>());
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    /** Listens on a free port of the loopback address until it is closed. */
    public StubApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** A status as docs/failures.md writes it: a number, or {@code lost}. */
    public static int status(String word) {
        return word.equals("lost") ? CONNECTION_LOST : Integer.parseInt(word);
    }

    /**
     * One request as it came.
     *
     * @param verbAndPath such as {@code GET /v2/instances}
     * @param query what stands after the question mark; {@code null} as a word when there is none
     * @param authorization the header; {@code null} as a word when there is none
     * @param contentType the header; {@code null} as a word when there is none
     * @param body its text, maybe empty
     */
    public record Asked(String verbAndPath, String query, String authorization, String contentType, String body) {}

    private record Answer(int status, String body) {}

    /** Where it listens, with the path after it. */
    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Answers the next request for the verb and path, after those told before. */
    public StubApi will(String verbAndPath, int status, String body) {
        answers.computeIfAbsent(verbAndPath, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** All requests so far, the first first. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String verbAndPath =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(new Asked(
                    verbAndPath,
                    String.valueOf(exchange.getRequestURI().getRawQuery()),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Queue<Answer> queue =
                    answers.getOrDefault(verbAndPath, new ArrayDeque<>(List.of(new Answer(500, "no such stub"))));
            Answer next = queue.size() > 1 ? queue.remove() : queue.element();
            if (next.status != CONNECTION_LOST) {
                byte[] body = next.body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(next.status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
