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
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long after the commit of a change 500 waiting clients in another process know of it: half of them long polls, half event streams, all
 * of one session, over real HTTP, on an H2 file. The first rounds are not counted: the code of a server that has just begun is not compiled.
 * Not part of the build: its name is none that the build runs. docs/performance.md has the command.
 */
final class WaitingBenchmark {
    private static final int CLIENTS = 500;
    private static final int UNCOUNTED = 10;
    private static final int ROUNDS = 10;
    private static final InstantSource CLOCK = InstantSource.system();

    private final FakeMarket market = new FakeMarket(FakeParts.VASTAI, CLOCK, 50);
    private final AtomicLong committed = new AtomicLong();

    @TempDir
    Path directory;

    @Test
    void measures() throws Exception {
        market.bootIn(Duration.ZERO);
        Stores stores = Stores.embedded(
                directory.resolve("store"), StoreSettings.defaults().withClock(CLOCK));
        SessionStore timed = timed(stores.sessions());
        Parts.Factory parts = (configuration, metrics) -> new Parts(
                List.of(FakeProvider.of(FakeParts.VASTAI, market, CLOCK)),
                timed,
                stores.ledger(),
                stores.queue(),
                stores.ownership(),
                stores::answers,
                stores::isOnTime,
                stores::poolUse,
                market.probe(),
                market.endpoints(),
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
                .endpoints(market.endpoints())
                .keys(new FakeKeyMaker())
                .clock(CLOCK)
                .build();
        ServerOptions options = new ServerOptions(
                Path.of("src/test/resources/quick.yml"),
                Map.of("SERVER_PORT", "0", "ADMIN_PORT", "0", "LOG_LEVEL", "ERROR"),
                Path.of("no-such-directory"));
        try (RunningServer server = GpuShopperServer.start(options, parts, CLOCK)) {
            Clients clients = new Clients(server.uri());
            Eventually.holds("it is ready", () -> clients.status("/ready") == 200);
            rounds("this process's", clients, 1, path -> clients.post(path + "/done", ""));
            rounds(
                    "another replica's",
                    clients,
                    1 + UNCOUNTED + ROUNDS,
                    path -> replica.finishSession(new SessionId(path.substring(path.lastIndexOf('/') + 1))));
            clients.close();
        }
    }

    private void rounds(String whose, Clients clients, int firstOffer, End end) throws Exception {
        List<Long> first = List.of();
        List<Long> all = new ArrayList<>();
        for (int round = 0; round < UNCOUNTED + ROUNDS; round++) {
            List<Long> after = round(clients.session("vastai-" + (firstOffer + round)), clients, end);
            if (round == 0) {
                first = after;
            } else if (round >= UNCOUNTED) {
                all.addAll(after);
            }
        }
        System.out.printf(
                "%s change, %d clients: %s in %d rounds after %d uncounted, of which the first %s%n",
                whose, CLIENTS, shown(all), ROUNDS, UNCOUNTED, shown(first));
    }

    /** After how many milliseconds each knew. */
    private List<Long> round(String path, Clients clients, End end) throws Exception {
        committed.set(0);
        clients.wait(path);
        Eventually.holds("all wait", () -> clients.waiting() == CLIENTS);
        end.of(path);
        return clients.told().stream()
                .map(at -> (at - committed.get()) / 1_000_000)
                .toList();
    }

    private static String shown(List<Long> milliseconds) {
        List<Long> sorted = milliseconds.stream().sorted().toList();
        return "median %d ms, 95%% %d ms, slowest %d ms"
                .formatted(
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() * 95 / 100),
                        sorted.get(sorted.size() - 1));
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

    /** Whoever asks the server: here for what is not measured, and in a process of their own the many who wait. */
    private static final class Clients implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final URI server;
        private final Process many;
        private final BufferedReader answers;

        Clients(URI server) throws Exception {
            this.server = server;
            many = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            Path.of(WaitingClients.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toURI())
                                    .toString(),
                            WaitingClients.class.getName(),
                            String.valueOf(CLIENTS))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = many.inputReader(StandardCharsets.UTF_8);
        }

        int status(String path) {
            return answer(request(path)).statusCode();
        }

        int waiting() {
            return SessionWaitTest.waiters(answer(request("/metrics")).body());
        }

        /** A session that runs. */
        String session(String offer) {
            String body = "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer
                    + "\", \"workload_type\": \"llm\", \"reservation_hours\": 2}";
            String path = post("/api/v1/sessions", body)
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            answer(request(path + "?wait_for=running"));
            return path;
        }

        HttpResponse<String> post(String path, String body) {
            return answer(
                    request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
        }

        /** Has all of them begin to wait for the session. */
        void wait(String path) throws IOException {
            many.outputWriter(StandardCharsets.UTF_8)
                    .append(server.resolve(path) + "\n")
                    .flush();
        }

        /** When each of them knew, once all do. */
        List<Long> told() throws IOException {
            return Stream.of(answers.readLine().split(" ")).map(Long::valueOf).toList();
        }

        @Override
        public void close() {
            many.destroy();
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(server.resolve(path));
        }

        private HttpResponse<String> answer(HttpRequest.Builder request) {
            return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
        }
    }
}
