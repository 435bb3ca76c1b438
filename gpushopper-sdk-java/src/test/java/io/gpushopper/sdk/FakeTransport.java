package io.gpushopper.sdk;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;

/** Gives the answers it was told to give, in order, and keeps what it was sent. */
final class FakeTransport implements HttpTransport {
    private final List<HttpCall> calls = new ArrayList<>();
    private final Queue<Callable<HttpAnswer>> answers = new ArrayDeque<>();
    private int openStreams;

    FakeTransport answers(int status, String body) {
        return answers(status, Map.of(), body);
    }

    FakeTransport answers(int status, Map<String, String> headers, String body) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        answers.add(() -> new HttpAnswer(status, lists, body));
        return this;
    }

    FakeTransport breaks() {
        answers.add(() -> {
            throw new IOException("connection reset");
        });
        return this;
    }

    List<HttpCall> calls() {
        return calls;
    }

    HttpCall onlyCall() {
        if (calls.size() != 1) {
            throw new AssertionError("expected one call, got " + calls);
        }
        return calls.get(0);
    }

    /** How many streams were opened and not closed. */
    int openStreams() {
        return openStreams;
    }

    /** The next answer line by line; after its last line the connection is at its end. */
    @Override
    public HttpStream open(HttpCall call) throws IOException {
        HttpAnswer answer = send(call);
        openStreams++;
        return new LineStream(answer);
    }

    @Override
    public HttpAnswer send(HttpCall call) throws IOException {
        calls.add(call);
        Callable<HttpAnswer> answer = answers.poll();
        if (answer == null) {
            throw new AssertionError("no answer left for " + call);
        }
        try {
            return answer.call();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private final class LineStream implements HttpStream {
        private final HttpAnswer answer;
        private final Iterator<String> lines;
        private boolean closed;

        LineStream(HttpAnswer answer) {
            this.answer = answer;
            this.lines = answer.body().lines().iterator();
        }

        @Override
        public int status() {
            return answer.status();
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public Optional<String> nextLine(Duration atMost) {
            return lines.hasNext() ? Optional.of(lines.next()) : Optional.empty();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                openStreams--;
            }
        }
    }
}
