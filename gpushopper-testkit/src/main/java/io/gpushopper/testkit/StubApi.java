package io.gpushopper.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server that gives the answers it was told to, the last one again and again, and remembers what it was asked. It answers in
 * one packet, so that thousands are quick. Thread-safe.
 */
public final class StubApi implements AutoCloseable {
    /** An answer that is none: the connection is closed. */
    public static final int CONNECTION_LOST = 0;

    private final ServerSocket server;
    private final ExecutorService connections = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Answer>> answers = new HashMap<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    /** Listens on a free port of the loopback address until it is closed. */
    public StubApi() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        connections.execute(this::accept);
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
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    /** Answers the next request for the verb and path, after those told before. */
    public synchronized StubApi will(String verbAndPath, int status, String body) {
        answers.computeIfAbsent(verbAndPath, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** Answers all requests for the verb and path from now on. */
    public synchronized StubApi always(String verbAndPath, int status, String body) {
        answers.put(verbAndPath, new ArrayDeque<>(List.of(new Answer(status, body))));
        return this;
    }

    /** All requests so far, the first first. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private synchronized Answer next(String verbAndPath) {
        Queue<Answer> queue = answers.get(verbAndPath);
        if (queue == null) {
            return new Answer(500, "no such stub");
        }
        return queue.size() > 1 ? queue.remove() : queue.element();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                open.add(connection);
                connections.execute(() -> serve(connection));
            }
        } catch (IOException closed) {
            // Closing is how a test ends this.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (String begin = line(in); !begin.isEmpty(); begin = line(in)) {
                Answer answer = next(remember(begin, in));
                if (answer.status() == CONNECTION_LOST) {
                    return;
                }
                connection.getOutputStream().write(bytes(answer));
            }
        } catch (IOException gone) {
            // The client went away, or the test is over.
        } finally {
            open.remove(connection);
        }
    }

    private String remember(String begin, InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] words = begin.split(" ", -1);
        URI uri = URI.create(words[1]);
        String verbAndPath = words[0] + " " + uri.getPath();
        asked.add(new Asked(
                verbAndPath,
                String.valueOf(uri.getRawQuery()),
                String.valueOf(headers.get("authorization")),
                String.valueOf(headers.get("content-type")),
                body));
        return verbAndPath;
    }

    /** Empty at the end. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Answer answer) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String length = answer.status() == 204 ? "" : "Content-Length: " + body.length + "\r\n";
        byte[] head = ("HTTP/1.1 " + answer.status() + " Told\r\n" + length + "\r\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head);
        whole.writeBytes(body);
        return whole.toByteArray();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            connections.shutdownNow();
        }
    }
}
