package io.gpushopper.adapters.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An HTTP server on a free loopback port that answers as it was told, one connection per request. */
final class StubServer implements AutoCloseable {
    private static final String DROP = "drop";
    private static final String HANG = "hang";

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private @Nullable String usual;

    StubServer() throws IOException {
        threads.execute(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/x");
    }

    StubServer answers(int status, String body) {
        return answersWith("X-Stub: yes", status, body);
    }

    synchronized StubServer answersWith(String header, int status, String body) {
        answers.add(http(header, status, body));
        return this;
    }

    synchronized void always(int status, String body) {
        usual = http("X-Stub: yes", status, body);
    }

    synchronized void drops() {
        usual = DROP;
    }

    synchronized void hangs() {
        usual = HANG;
    }

    /** A head that promises more than comes, and no end. */
    synchronized void answersHalf() {
        usual = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"a\":" + HANG;
    }

    int requests() {
        return requests.size();
    }

    String lastRequest() {
        return requests.get(requests.size() - 1);
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            threads.shutdownNow();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException closed) {
            // Closing the socket is how the test ends this.
        }
    }

    private void serve(Socket connection) {
        try {
            String request = read(connection);
            if (request.isEmpty()) {
                connection.close();
                return;
            }
            requests.add(request);
            String answer = next();
            if (answer.equals(DROP)) {
                connection.close();
                return;
            }
            boolean hangs = answer.endsWith(HANG);
            OutputStream out = connection.getOutputStream();
            String sent = hangs ? answer.substring(0, answer.length() - HANG.length()) : answer;
            out.write(sent.getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (!hangs) {
                connection.close();
            }
        } catch (IOException gone) {
            // The client went away, as some tests want it to.
        }
    }

    private static String read(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder request = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            request.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            request.append((char) in.read());
        }
        return request.toString();
    }

    private synchronized String next() {
        String queued = answers.poll();
        if (queued != null) {
            return queued;
        }
        return usual == null ? http("X-Stub: yes", 200, "{}") : usual;
    }

    private static String http(String header, int status, String body) {
        return "HTTP/1.1 " + status + " Said\r\n" + header + "\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }
}
