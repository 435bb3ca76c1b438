package io.gpushopper.e2e;

import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One server of a stage that comes back on the same port after each kill, and a client that tries again until it does. Thread-safe, but
 * for starts and signals, which are one thread's.
 */
final class Replica {
    /** A killed server is back within seconds; a paused one is not. */
    private static final RetryPolicy PATIENT =
            new RetryPolicy(8, Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(5));

    private final Stage stage;
    private final Map<String, String> environment;
    private final GpuShopperClient client;
    private ServerProcess server;

    private Replica(Stage stage, int port) {
        this.stage = stage;
        this.environment = new HashMap<>(stage.environment());
        environment.put("SERVER_PORT", Integer.toString(port));
        this.client = GpuShopperClient.builder("http://127.0.0.1:" + port)
                .retryPolicy(PATIENT)
                .requestTimeout(Duration.ofSeconds(20))
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
    }

    void kill() {
        server.kill();
    }

    void startAgain() {
        server = stage.launch(environment);
    }

    void pause() {
        server.pause();
    }

    void resume() {
        server.resume();
    }

    String output() {
        return server.output();
    }
}
