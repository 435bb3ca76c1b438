package io.gpushopper.server;

import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.OfferBuilder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * How fast the inventory is read: 10,000 offers in a server in this process, asked over real HTTP by clients that do no more than read
 * the answer. {@code scripts/measure-inventory} runs it; it is no test, and asserts nothing about time.
 */
public final class InventoryBenchmark {
    private static final int OFFERS = 10_000;
    private static final long SEED = 20_261_124;
    private static final int WARM_UP_SECONDS = 4;
    private static final int CLIENTS = 4;
    private static final List<String> GPUS = List.of(
            "RTX 4090", "RTX 5090", "RTX 3090", "A100 SXM4", "H100 SXM", "L40S", "RTX 4070S Ti", "RTX A6000", "H200");
    private static final List<String> PLACES =
            List.of("Texas, US", "Oregon, US", "Bavaria, DE", "Quebec, CA", "Taiwan, TW", "B\u00e1cs-Kiskun, HU");
    private static final String FILTERED =
            "?gpu_type=RTX%204090&location=us&min_vram=24&max_price=5&min_reliability=0.9&limit=20";

    private InventoryBenchmark() {}

    /** Prints requests a second, and how long one took at the median and for the slowest hundredth. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
        FakeParts parts = new FakeParts();
        Random random = new Random(SEED);
        for (int i = 0; i < OFFERS; i++) {
            parts.market.stock(OfferBuilder.anOffer(FakeParts.VASTAI, Integer.toString(1_000_000 + i))
                    .gpus(1 << random.nextInt(4), GPUS.get(random.nextInt(GPUS.size())), 24 + 8 * random.nextInt(8))
                    .price(String.format(Locale.ROOT, "%.6f", 0.1 + 10 * random.nextDouble()))
                    .at(PLACES.get(random.nextInt(PLACES.size())), "US")
                    .reliability(random.nextInt(9_000, 10_000) / 1e4)
                    .build());
        }
        try (Api api = Api.ready(parts)) {
            Eventually.holds("all are shown", () -> total(api) >= OFFERS);
            System.out.printf("%-34s %9s %9s %9s %9s%n", "", "answers/s", "p50 ms", "p99 ms", "bytes");
            int port = api.server.uri().getPort();
            measure("all of them", port, "", seconds);
            measure("the first 20", port, "?limit=20", seconds);
            measure("20 of those that pass five filters", port, FILTERED, seconds);
            measure("one by its id", port, "/vastai-1000007", seconds);
            Api.Answer whole = api.get("/api/v1/inventory");
            if (whole.header("ETag") != null) {
                String known = "If-None-Match: " + whole.header("ETag") + "\r\n";
                measure("all of them, unchanged (304)", port, "", known, seconds);
            }
            measure("20 of the most reliable", port, "?sort=reliability&limit=20", seconds);
        }
    }

    private static int total(Api api) {
        return api.get("/api/v1/inventory?limit=1").json().path("total").asInt();
    }

    private static void measure(String name, int port, String query, int seconds) throws Exception {
        measure(name, port, query, "", seconds);
    }

    private static void measure(String name, int port, String query, String header, int seconds) throws Exception {
        byte[] request = ("GET /api/v1/inventory" + query + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        load(port, request, WARM_UP_SECONDS);
        long[] times = load(port, request, seconds);
        Arrays.sort(times);
        try (Client client = new Client(port)) {
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %9d %9.2f %9.2f %9d%n",
                    name,
                    times.length / seconds,
                    times[times.length / 2] / 1e6,
                    times[times.length * 99 / 100] / 1e6,
                    client.ask(request));
        }
    }

    private static long[] load(int port, byte[] request, int seconds) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            Callable<long[]> client = () -> asked(port, request, seconds);
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> times : threads.invokeAll(Collections.nCopies(CLIENTS, client))) {
                all.add(times.get());
            }
            return all.stream().flatMapToLong(LongStream::of).toArray();
        } finally {
            threads.shutdown();
        }
    }

    private static long[] asked(int port, byte[] request, int seconds) throws IOException {
        LongStream.Builder times = LongStream.builder();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        try (Client client = new Client(port)) {
            for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
                client.ask(request);
                times.add(System.nanoTime() - begun);
            }
        }
        return times.build().toArray();
    }

    /** One connection that is kept, and as much of HTTP as it takes to find the end of an answer. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Client(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = new BufferedOutputStream(socket.getOutputStream());
        }

        /** The size of the answer's body. */
        long ask(byte[] request) throws IOException {
            out.write(request);
            out.flush();
            String status = line();
            if (!status.startsWith("HTTP/1.1 200") && !status.startsWith("HTTP/1.1 304")) {
                throw new IOException(status);
            }
            long length = 0;
            boolean chunked = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Long.parseLong(lower.substring(15).strip());
                }
                chunked |= lower.startsWith("transfer-encoding:");
            }
            return chunked ? chunks() : skipped(length);
        }

        private long chunks() throws IOException {
            long total = 0;
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                total += skipped(size);
                line();
            }
            line();
            return total;
        }

        private long skipped(long length) throws IOException {
            in.skipNBytes(length);
            return length;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the connection was closed");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
