package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An HTTP/1.1 server on a free port of the loopback address, for fakes of services. It answers in one packet, so that thousands of
 * calls are quick. Thread-safe; it answers each connection from a thread of its own.
 */
public final class LoopbackServer implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService connections = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Function<Request, Optional<Reply>> service;

    /** @param service what it answers; nothing, and the connection closed, when empty */
    public LoopbackServer(Function<Request, Optional<Reply>> service) {
        this.service = requireNonNull(service, "service");
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        connections.execute(this::accept);
    }

    /**
     * What somebody asks.
     *
     * @param verb such as {@code GET}
     * @param target path and query
     * @param headers by name in lower case
     * @param body its text, maybe empty
     */
    public record Request(String verb, URI target, Map<String, String> headers, String body) {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * What it is answered.
     *
     * @param status the HTTP status
     * @param headers more of them than the length
     * @param body its text, maybe empty
     */
    public record Reply(int status, Map<String, String> headers, String body) {
        public Reply {
            headers = Map.copyOf(headers);
        }

        public Reply(int status, String body) {
            this(status, Map.of(), body);
        }
    }

    /** Where it listens, with the path after it. */
    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
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
                Optional<Reply> reply = service.apply(request(begin, in));
                if (reply.isEmpty()) {
                    return;
                }
                connection.getOutputStream().write(bytes(reply.get()));
            }
        } catch (IOException gone) {
            // The client went away, or the test is over.
        } finally {
            open.remove(connection);
        }
    }

    private static Request request(String begin, InputStream in) throws IOException {
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
        return new Request(words[0], URI.create(words[1]), headers, body);
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

    private static byte[] bytes(Reply reply) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Told\r\n");
        reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (reply.status() != 204) {
            head.append("Content-Length: " + body.length + "\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
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
