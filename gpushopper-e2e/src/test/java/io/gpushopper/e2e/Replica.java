package io.gpushopper.e2e;

import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One server of a stage that comes back on the same port after each kill, and a client that tries again until it does. Thread-safe, but
 * for starts and signals, which are one thread's.
 */
final class Replica {
    /** A killed server is back within seconds; a paused one is not. */
    private static final RetryPolicy PATIENT =
            new RetryPolicy(8, Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(5));

    /** A DELETE is answered after 20 s at the latest; whoever asks no longer than that hears nothing of an end that can't be proved yet. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);

    private final Stage stage;
    private final Map<String, String> environment;
    private final GpuShopperClient client;
    private final List<Outage> outages = new CopyOnWriteArrayList<>();
    private final List<Outage> pauses = new CopyOnWriteArrayList<>();
    private ServerProcess server;
    private Instant pausedSince = Instant.EPOCH;
    private @Nullable Instant downSince;

    /** Time in which it was dead, or not yet seen to be ready again. */
    record Outage(Instant from, Instant to) {}

    private Replica(Stage stage, int port) {
        this.stage = stage;
        this.environment = new HashMap<>(stage.environment());
        environment.put("SERVER_PORT", Integer.toString(port));
        this.client = Described.client("http://127.0.0.1:" + port)
                .retryPolicy(PATIENT)
                .requestTimeout(LONGEST_ANSWER)
                .build();
        this.server = stage.launch(environment);
    }

    /** A server that was just started, and may not be ready. */
    static Replica startedOn(Stage stage) {
        return new Replica(stage, freePort());
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GpuShopperClient client() {
        return client;
    }

    void awaitReady() {
        server.awaitReady();
        Instant since = downSince;
        if (since != null) {
            outages.add(new Outage(since, Instant.now()));
            downSince = null;
        }
    }

    void kill() {
        if (downSince == null) {
            downSince = Instant.now();
        }
        server.kill();
    }

    boolean wasDown(Instant at) {
        return isIn(outages, at);
    }

    private static boolean isIn(List<Outage> all, Instant at) {
        return all.stream().anyMatch(outage -> !at.isBefore(outage.from()) && !at.isAfter(outage.to()));
    }

    void startAgain() {
        server = stage.launch(environment);
    }

    void pause() {
        pausedSince = Instant.now();
        server.pause();
    }

    void resume() {
        server.resume();
        pauses.add(new Outage(pausedSince, Instant.now()));
    }

    /** Whether it stood still then, and may have done something of which nothing was written down until it went on. */
    boolean stoodStill(Instant at) {
        return isIn(pauses, at);
    }

    String output() {
        return server.output();
    }
}
