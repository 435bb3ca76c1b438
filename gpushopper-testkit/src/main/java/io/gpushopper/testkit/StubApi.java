package io.gpushopper.testkit;

import io.gpushopper.testkit.LoopbackServer.Reply;
import io.gpushopper.testkit.LoopbackServer.Request;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** A server that gives the answers it was told to, the last one again and again, and remembers what it was asked. Thread-safe. */
public final class StubApi implements AutoCloseable {
    /** An answer that is none: the connection is closed. */
    public static final int CONNECTION_LOST = 0;

    private final Map<String, Queue<Reply>> answers = new HashMap<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final LoopbackServer server = new LoopbackServer(this::answer);

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

    /** Where it listens, with the path after it. */
    public URI url(String path) {
        return server.url(path);
    }

    /** Answers the next request for the verb and path, after those told before. */
    public synchronized StubApi will(String verbAndPath, int status, String body) {
        answers.computeIfAbsent(verbAndPath, key -> new ArrayDeque<>()).add(new Reply(status, body));
        return this;
    }

    /** Answers all requests for the verb and path from now on. */
    public synchronized StubApi always(String verbAndPath, int status, String body) {
        answers.put(verbAndPath, new ArrayDeque<>(List.of(new Reply(status, body))));
        return this;
    }

    /** All requests so far, the first first. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private Optional<Reply> answer(Request request) {
        String verbAndPath = request.verb() + " " + request.target().getPath();
        asked.add(new Asked(
                verbAndPath,
                String.valueOf(request.target().getRawQuery()),
                String.valueOf(request.headers().get("authorization")),
                String.valueOf(request.headers().get("content-type")),
                request.body()));
        return Optional.of(next(verbAndPath)).filter(reply -> reply.status() != CONNECTION_LOST);
    }

    private synchronized Reply next(String verbAndPath) {
        Queue<Reply> queue = answers.get(verbAndPath);
        if (queue == null) {
            return new Reply(500, "no such stub");
        }
        return queue.size() > 1 ? queue.remove() : queue.element();
    }

    @Override
    public void close() {
        server.close();
    }
}
