package io.gpushopper.server;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.persistence.StoreSettings;
import io.gpushopper.persistence.Stores;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long after the commit of a change 500 waiting clients know of it: half of them long polls, half event streams, all of one session,
 * over real HTTP, on an H2 file. Not part of the build: its name is none that the build runs. docs/performance.md has the command.
 */
final class WaitingBenchmark {
    private static final int CLIENTS = 500;
    private static final int ROUNDS = 5;
    private static final InstantSource CLOCK = InstantSource.system();

    private final FakeMarket market = new FakeMarket(FakeParts.VASTAI, CLOCK, 50);
    private final AtomicLong committed = new AtomicLong();

    @TempDir
    Path directory;

    @Test
    void measures() throws Exception {
        Stores stores = Stores.embedded(
                directory.resolve("store"), StoreSettings.defaults().withClock(CLOCK));
        SessionStore timed = timed(stores.sessions());
        Parts.Factory parts = (configuration, metrics) -> new Parts(
                List.of(FakeProvider.of(FakeParts.VASTAI, market, CLOCK)),
                timed,
                stores.ledger(),
                stores.queue(),
                stores.ownership(),
                stores::isHealthy,
                market.probe(),
                new FakeKeyMaker(),
                SharedStore.OWN,
                stores::close);
        GpuShopper replica = GpuShopper.builder()
                .providers(List.of(FakeProvider.of(FakeParts.VASTAI, market, CLOCK)))
                .sessions(timed)
                .ledger(stores.ledger())
                .queue(stores.queue())
                .ownership(stores.ownership())
                .probe(market.probe())
                .keys(new FakeKeyMaker())
                .clock(CLOCK)
                .build();
        ServerOptions options = new ServerOptions(
                Path.of("src/test/resources/quick.yml"),
                Map.of("SERVER_PORT", "0", "ADMIN_PORT", "0", "LOG_LEVEL", "ERROR"),
                Path.of("no-such-directory"));
        try (RunningServer server = GpuShopperServer.start(options, parts, CLOCK)) {
            HttpClient client = HttpClient.newBuilder()
                    .executor(Executors.newFixedThreadPool(4))
                    .build();
            Eventually.holds("it is ready", () -> status(client, server.uri().resolve("/ready")) == 200);
            rounds("this process's", client, server.uri(), 1, path -> {
                client.send(
                        HttpRequest.newBuilder(server.uri().resolve(path + "/done"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding());
            });
            rounds(
                    "another replica's",
                    client,
                    server.uri(),
                    1 + ROUNDS,
                    path -> replica.finishSession(new SessionId(path.substring(path.lastIndexOf('/') + 1))));
        }
    }

    private void rounds(String whose, HttpClient client, URI server, int firstOffer, End end) throws Exception {
        List<Long> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String path = created(client, server, "vastai-" + (firstOffer + round));
            committed.set(0);
            ConcurrentLinkedQueue<Long> told = new ConcurrentLinkedQueue<>();
            List<CompletableFuture<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(i % 2 == 0 ? polls(client, server, path, told) : streams(client, server, path, told));
            }
            Eventually.holds("all wait", () -> waiters(client, server) == CLIENTS);
            end.of(path);
            Eventually.holds("all know", () -> told.size() == CLIENTS);
            clients.forEach(one -> one.cancel(true));
            told.forEach(at -> all.add((at - committed.get()) / 1_000_000));
        }
        all.sort(null);
        System.out.printf(
                "%s change, %d clients, %d rounds: median %d ms, 95%% %d ms, slowest %d ms%n",
                whose,
                CLIENTS,
                ROUNDS,
                all.get(all.size() / 2),
                all.get(all.size() * 95 / 100),
                all.get(all.size() - 1));
    }

    private static int waiters(HttpClient client, URI server) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics")).build();
        return SessionWaitTest.waiters(
                client.sendAsync(request, BodyHandlers.ofString()).join().body());
    }

    private static CompletableFuture<?> polls(
            HttpClient client, URI server, String path, ConcurrentLinkedQueue<Long> told) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path + "?wait_for=stopping"))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).thenAccept(answer -> told.add(System.nanoTime()));
    }

    private static CompletableFuture<?> streams(
            HttpClient client, URI server, String path, ConcurrentLinkedQueue<Long> told) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path + "/events"))
                .header("Accept", "text/event-stream")
                .build();
        return client.sendAsync(request, BodyHandlers.fromLineSubscriber(new Watching(told)));
    }

    private static String created(HttpClient client, URI server, String offer) throws Exception {
        String body = "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer
                + "\", \"workload_type\": \"llm\", \"reservation_hours\": 2}";
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/sessions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String path = client.send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        client.send(
                HttpRequest.newBuilder(server.resolve(path + "?wait_for=running"))
                        .build(),
                BodyHandlers.discarding());
        return path;
    }

    private static int status(HttpClient client, URI uri) {
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    /** The store, which keeps the moment after the commit by which a session began to end. */
    private SessionStore timed(SessionStore plain) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(plain, arguments);
                        if (method.getName().equals("amend")
                                && result instanceof Optional<?> written
                                && written.orElse(null) instanceof Session session
                                && session.status() == SessionStatus.STOPPING) {
                            committed.compareAndSet(0, System.nanoTime());
                        }
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** How a session is ended. */
    private interface End {
        void of(String path) throws Exception;
    }

    /** Notes when the line comes that tells of the end. */
    private record Watching(ConcurrentLinkedQueue<Long> told) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.contains("\"to\":\"stopping\"")) {
                told.add(System.nanoTime());
            }
        }

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onComplete() {}
    }
}
