package io.gpushopper.sdk;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body of {@code java.net.http}, which asks for one piece after the other, so that no more than one waits here. Thread-safe towards the
 * HTTP client, else as its interface says.
 */
final class JdkStream implements HttpStream, Flow.Subscriber<List<ByteBuffer>> {
    private static final int LONGEST_LINE = 1 << 20;

    private final HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile Flow.@Nullable Subscription subscription;
    private ByteBuffer current = ByteBuffer.allocate(0);

    /** Bytes, or the end: for a reason, or because that was all. */
    private record Piece(
            @Nullable ByteBuffer bytes, @Nullable Throwable broken) {}

    JdkStream(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        this.response = response;
        response.body().subscribe(this);
    }

    @Override
    public int status() {
        return response.statusCode();
    }

    @Override
    public Map<String, List<String>> headers() {
        return response.headers().map();
    }

    @Override
    public Optional<String> nextLine(Duration atMost) throws IOException, InterruptedException {
        while (true) {
            while (current.hasRemaining()) {
                byte next = current.get();
                if (next == '\n') {
                    return Optional.of(takeLine());
                }
                line.write(next);
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line of the answer has no end");
            }
            Piece piece = pieces.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                throw new HttpTimeoutException("nothing came within " + atMost);
            }
            if (piece.broken() != null) {
                throw new IOException(piece.broken());
            }
            if (piece.bytes() == null) {
                // Said again to whoever asks again.
                pieces.add(piece);
                return line.size() == 0 ? Optional.empty() : Optional.of(takeLine());
            }
            current = piece.bytes();
            requireNonNull(subscription).request(1);
        }
    }

    @Override
    public void close() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        pieces.add(new Piece(null, new IOException("closed")));
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        ByteBuffer all = ByteBuffer.allocate(
                buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(all::put);
        pieces.add(new Piece(all.flip(), null));
    }

    @Override
    public void onError(Throwable broken) {
        pieces.add(new Piece(null, broken));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece(null, null));
    }

    private String takeLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
