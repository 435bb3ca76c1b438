package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.WorkloadTypes;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A market, a directory and the servers that were started in it, one after the other. Closing ends them all, leaves nothing behind, and
 * fails when any of them wrote a secret. Thread-safe, but for starts and kills, which are one thread's.
 */
final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KEY_LINE = 64;

    private final Path directory;
    private final Market market;
    private final Map<String, String> environment;
    private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private volatile @Nullable GpuShopperClient client;

    private Stage(Path directory, Market market, Map<String, String> environment) {
        this.directory = directory;
        this.market = market;
        this.environment = Map.copyOf(environment);
        secrets.addAll(List.of(Market.VASTAI_KEY, Market.TENSORDOCK_TOKEN, "PRIVATE KEY-----"));
    }

    /** A stage whose instances boot within this time, with nothing started. */
    static Stage open(Duration boot) {
        return open(boot, Map.of());
    }

    static Stage open(Duration boot, Map<String, String> more) {
        try {
            Path directory = Files.createTempDirectory("gpushopper-e2e-");
            Market market = Market.open(
                    SimulatorSettings.builder(TimingProfile.DEMO).boot(boot).build());
            Map<String, String> environment = new HashMap<>(market.environment());
            environment.put("SERVER_PORT", "0");
            environment.put("ADMIN_PORT", "0");
            environment.put("DATABASE_PATH", directory.resolve("store").toString());
            environment.putAll(more);
            return new Stage(directory, market, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Market market() {
        return market;
    }

    Path directory() {
        return directory;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Starts a server and waits until it takes orders. */
    Stage started(String... arguments) {
        ServerProcess server = launch(environment, arguments);
        server.awaitReady();
        client = Described.client(server.url()).build();
        return this;
    }

    /** Starts a server that may fail to. */
    ServerProcess launch(Map<String, String> variables, String... arguments) {
        ServerProcess server = ServerProcess.start(directory, variables, arguments);
        servers.add(server);
        return server;
    }

    /** Runs another command of the program to its end. */
    ServerProcess run(String... words) {
        ServerProcess command = ServerProcess.run(directory, environment, List.of(words));
        servers.add(command);
        command.awaitEnd();
        return command;
    }

    void kill() {
        server().kill();
    }

    ServerProcess server() {
        return servers.get(servers.size() - 1);
    }

    GpuShopperClient client() {
        GpuShopperClient current = client;
        if (current == null) {
            throw new IllegalStateException("no server was started");
        }
        return current;
    }

    /** Never to be seen in any output from now on. */
    void keepSecret(CreatedSession created) {
        created.privateKey()
                .ifPresent(key -> key.pem()
                        .lines()
                        .filter(line -> line.length() >= KEY_LINE)
                        .forEach(secrets::add));
    }

    /** The cheapest offer of a provider, once its first offers are there. */
    OfferJson offer(String provider) {
        InventoryQuery cheapest =
                InventoryQuery.builder().provider(provider).limit(1).build();
        return Await.found(
                "offers of " + provider,
                () -> client().inventory().list(cheapest).offers().stream().findFirst());
    }

    CreatedSession rent(OfferJson offer, String consumer) {
        CreateSessionRequest request = CreateSessionRequest.builder(consumer, offer.id(), WorkloadTypes.BATCH, 2)
                .build();
        CreatedSession created = client().sessions().create(request);
        keepSecret(created);
        return created;
    }

    SessionJson awaitRunning(String sessionId) {
        return client().sessions().awaitRunning(sessionId, PATIENCE);
    }

    /** Waits until the market has an instance of the session. */
    void awaitInstance(String sessionId) {
        Await.until(
                "an instance of " + sessionId,
                () -> !market.instancesOf(sessionId).isEmpty());
    }

    SessionJson awaitStopped(String sessionId) {
        return client().sessions().awaitStopped(sessionId, PATIENCE);
    }

    /** The provider's own books: nothing of the session is there, and no meter of it moves any more. */
    void assertNothingBills(String sessionId) {
        assertThat(market.instancesOf(sessionId))
                .isNotEmpty()
                .allSatisfy(instance -> assertThat(instance.destroyedAt()).isNotNull())
                .noneMatch(Market.Instance::billing);
    }

    @Override
    public void close() {
        try {
            servers.forEach(ServerProcess::close);
            servers.forEach(this::assertKeepsSecrets);
        } finally {
            market.close();
            delete(directory);
        }
    }

    private void assertKeepsSecrets(ServerProcess server) {
        String output = server.output();
        assertThat(CredentialScan.isLeak(output))
                .as("credentials in the output")
                .isFalse();
        assertThat(secrets).as("secrets in the output").noneMatch(output::contains);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
