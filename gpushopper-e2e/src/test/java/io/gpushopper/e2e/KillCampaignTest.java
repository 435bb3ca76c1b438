package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.SessionQuery;
import io.gpushopper.sdk.errors.GpuShopperException;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.SessionJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Kills at random moments while two clients rent and end. Another seed: {@code -De2e.seed=…}; more kills: {@code -De2e.kills=…}. */
class KillCampaignTest {
    private static final int KILLS = Integer.getInteger("e2e.kills", 6);
    private static final List<String> PROVIDERS = List.of("vastai", "tensordock");

    private final long seed = Long.getLong("e2e.seed", 20_261_124L);
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final AtomicInteger begun = new AtomicInteger();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Queue<String> answered = new ConcurrentLinkedQueue<>();

    @Test
    void nothingBillsThatNobodyAnswersFor() throws Exception {
        System.out.printf("kill campaign: %d kills, seed %d%n", KILLS, seed);
        ExecutorService clients = Executors.newFixedThreadPool(PROVIDERS.size());
        try (Stage stage = Stage.open(Duration.ofSeconds(1)).started()) {
            List<Future<?>> renting = PROVIDERS.stream()
                    .<Future<?>>map(provider -> clients.submit(() -> rentAndEnd(stage, provider)))
                    .toList();
            killAtRandom(stage);
            goesOn.set(false);
            for (Future<?> client : renting) {
                client.get();
            }

            endWhatIsLeft(stage);
            assertThat(answered)
                    .isNotEmpty()
                    .allSatisfy(id ->
                            assertThat(stage.client().sessions().get(id).id()).isEqualTo(id));
            assertNoTagWasBoughtTwice(stage.market());
            System.out.printf(
                    "kill campaign: %d sessions answered, calls that failed %s, %d instances bought%n",
                    answered.size(),
                    refusals,
                    stage.market().instances().stream()
                            .filter(Market.Instance::isOurs)
                            .count());
        } finally {
            goesOn.set(false);
            clients.shutdownNow();
        }
    }

    private void killAtRandom(Stage stage) {
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            int enough = begun.get() + random.nextInt(1, 4);
            Await.until("the clients ask for something", () -> begun.get() >= enough);
            // A moment in a server's life is real time.
            pause(random.nextInt(2_000));
            stage.kill();
            stage.started();
        }
    }

    private void rentAndEnd(Stage stage, String provider) {
        Random random = new Random(seed + provider.hashCode());
        for (int i = 0; goesOn.get(); i++) {
            try {
                rentAndEndOne(stage, provider, provider + "-" + i, random);
            } catch (GpuShopperException killed) {
                // The server died meanwhile, or had something against this one; on to the next.
                refusals.merge(killed.getClass().getSimpleName(), 1, Integer::sum);
                pause(200);
            }
        }
    }

    private void rentAndEndOne(Stage stage, String provider, String consumer, Random random) {
        InventoryQuery cheap =
                InventoryQuery.builder().provider(provider).limit(10).build();
        List<OfferJson> offers = stage.client().inventory().list(cheap).offers();
        if (offers.isEmpty()) {
            pause(200);
            return;
        }
        begun.incrementAndGet();
        String id =
                stage.rent(offers.get(random.nextInt(offers.size())), consumer).id();
        answered.add(id);
        if (random.nextBoolean()) {
            stage.client().sessions().awaitRunning(id, Duration.ofSeconds(10));
        }
        begun.incrementAndGet();
        stage.client().sessions().delete(id);
    }

    /**
     * Asks for the end of every session and waits until no meter runs. A purchase cut short keeps its session from being over until the
     * provider's window has passed, minutes later; such a session must have no instance.
     */
    private static void endWhatIsLeft(Stage stage) {
        Await.until("every instance is answered for", () -> {
            Map<String, SessionJson> sessions = sessions(stage);
            return stage.market().ourBillingInstances().stream()
                    .allMatch(instance -> sessions.values().stream()
                            .anyMatch(session -> instance.isOf(session.id())
                                    && !session.status().isFinal()));
        });
        sessions(stage).values().stream()
                .filter(session -> !session.status().isFinal())
                .forEach(session -> stage.client().sessions().delete(session.id()));
        Await.until("no meter runs", () -> stage.market().ourBillingInstances().isEmpty());
        // One that was destroyed before the provider ever showed it can't be proved gone within the provider's lag,
        // which is minutes.
        Await.until(
                "what had an instance is over, or its end is being proved",
                () -> sessions(stage).values().stream()
                        .filter(session ->
                                !stage.market().instancesOf(session.id()).isEmpty())
                        .allMatch(session -> session.status().isEnding()));
    }

    private static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }

    private static Map<String, SessionJson> sessions(Stage stage) {
        return stage.client().sessions().list(SessionQuery.all()).sessions().stream()
                .collect(Collectors.toMap(SessionJson::id, Function.identity()));
    }

    private static void assertNoTagWasBoughtTwice(Market market) {
        assertThat(market.instances().stream().filter(Market.Instance::isOurs).map(Market.Instance::tag))
                .doesNotHaveDuplicates();
    }
}
