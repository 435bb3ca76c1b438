package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.SessionQuery;
import io.gpushopper.sdk.errors.GpuShopperException;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.sdk.wire.WorkloadTypes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kills servers at random moments, also while they start, while clients rent, extend and end, with retries and idempotency keys; where
 * there are two replicas, one of them also stands still for longer than its lease now and then. Afterwards the provider's truth is held
 * against what the servers say. Another seed: {@code -De2e.seed=…}; more kills: {@code -De2e.kills=…}. Used by one thread.
 */
final class KillCampaign {
    private static final int KILLS = Integer.getInteger("e2e.kills", 6);
    /** From so many on it is a campaign that may take its time at the end. */
    private static final int LONG = 50;

    private static final int CLIENTS = 4;
    private static final int KEPT = 4;
    private static final int ENDING_AT_ONCE = 8;
    private static final List<String> PROVIDERS = List.of("vastai", "tensordock");
    /** What a session that is kept may fail of: its purchase brought no instance. */
    private static final Set<ErrorType> NEVER_BEGAN =
            Set.of(ErrorType.STALE_INVENTORY, ErrorType.PROVIDER_UNAVAILABLE, ErrorType.OUTCOME_UNKNOWN);

    /** How long a provider may hide what it sold (docs/no-orphans.md, A2). */
    private static final Map<String, Duration> LAGS =
            Map.of("vastai", Duration.ofMinutes(2), "tensordock", Duration.ofMinutes(10));

    /** Longer than a lease, which is 20 s. */
    private static final Duration PAUSE = Duration.ofSeconds(24);

    private static final int KILLS_BETWEEN_PAUSES = 10;
    private static final BigDecimal SECONDS = BigDecimal.valueOf(3_600);
    /** Compute is known to the moment of an observation, which come every 10 s. */
    private static final BigDecimal OFF_AT_MOST = BigDecimal.TEN;

    private final String name;
    private final Stage stage;
    private final List<Replica> replicas;
    private final long seed = Long.getLong("e2e.seed", 20_261_124L);
    private final Random random = new Random(seed);
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final AtomicInteger begun = new AtomicInteger();
    private final Map<String, Integer> troubles = new ConcurrentHashMap<>();
    /** The session that a request with this key was told of, by the consumer, who asks once. */
    private final Map<String, String> answered = new ConcurrentHashMap<>();

    private final Map<String, Instant> extended = new ConcurrentHashMap<>();
    private final Set<String> kept = ConcurrentHashMap.newKeySet();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private int pauses;

    KillCampaign(String name, Stage stage, List<Replica> replicas) {
        this.name = name;
        this.stage = stage;
        this.replicas = List.copyOf(replicas);
    }

    /** Runs it, and fails if anything was lost, bought twice, left behind or billed otherwise than booked. */
    void run() throws Exception {
        long started = System.nanoTime();
        System.out.printf("%s: %d kills, seed %d%n", name, KILLS, seed);
        replicas.forEach(Replica::awaitReady);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> renting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                renting.add(clients.submit(() -> rentAndEnd(client)));
            }
            killAtRandom();
            goesOn.set(false);
            for (Future<?> client : renting) {
                client.get();
            }
        } finally {
            goesOn.set(false);
            clients.shutdownNow();
        }
        replicas.forEach(Replica::awaitReady);
        long reconciled = awaitNoOrphans();
        checkWhatIsKept();
        endEverything();
        checkEverything();
        System.out.printf(
                "%s: %d kills, %d pauses, seed %d, %d sessions, %d answered, %d instances bought, no orphan %d ms"
                        + " after the last start, calls that failed %s, violations %d, %d s%n",
                name,
                KILLS,
                pauses,
                seed,
                sessions().size(),
                answered.size(),
                stage.market().instances().stream()
                        .filter(Market.Instance::isOurs)
                        .count(),
                reconciled,
                troubles,
                violations.size(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
        assertThat(violations).as("%s, seed %d", name, seed).isEmpty();
    }

    private void killAtRandom() {
        for (int kill = 0; kill < KILLS; kill++) {
            Replica victim = replicas.get(random.nextInt(replicas.size()));
            boolean whileItStarts = random.nextInt(5) == 0;
            if (!whileItStarts) {
                victim.awaitReady();
                int enough = begun.get() + random.nextInt(2, 7);
                Await.until("the clients ask for something", () -> begun.get() >= enough);
            }
            // A moment in a server's life is real time.
            pause(random.nextInt(1_500));
            if (replicas.size() > 1 && kill % KILLS_BETWEEN_PAUSES == KILLS_BETWEEN_PAUSES / 2) {
                standStill(victim);
            }
            victim.kill();
            victim.startAgain();
        }
    }

    /** Long enough for the others to take its work over; then it goes on with what it was about to do. */
    private void standStill(Replica replica) {
        pauses++;
        replica.pause();
        pause((int) PAUSE.toMillis());
        replica.resume();
        pause(1_000 + random.nextInt(2_000));
    }

    private void rentAndEnd(int client) {
        Random chance = new Random(seed + client);
        String provider = PROVIDERS.get(client % PROVIDERS.size());
        for (int i = 0; goesOn.get(); i++) {
            Replica replica = replicas.get(chance.nextInt(replicas.size()));
            try {
                rentAndEndOne(replica.client(), provider, "c" + client + "-" + i, chance);
            } catch (GpuShopperException killed) {
                // The server died meanwhile, or had something against this one; on to the next.
                troubles.merge(killed.getClass().getSimpleName(), 1, Integer::sum);
                pause(200);
            }
        }
    }

    private void rentAndEndOne(GpuShopperClient client, String provider, String consumer, Random chance) {
        InventoryQuery cheap =
                InventoryQuery.builder().provider(provider).limit(20).build();
        List<OfferJson> offers = client.inventory().list(cheap).offers();
        if (offers.isEmpty()) {
            pause(200);
            return;
        }
        begun.incrementAndGet();
        OfferJson offer = offers.get(chance.nextInt(offers.size()));
        CreateSessionRequest request = CreateSessionRequest.builder(consumer, offer.id(), WorkloadTypes.BATCH, 2)
                .build();
        CreatedSession created = client.sessions().create(request, "key-" + consumer);
        stage.keepSecret(created);
        String id = created.id();
        answered.put(consumer, id);
        if (chance.nextBoolean()) {
            client.sessions().awaitRunning(id, Duration.ofSeconds(10));
        }
        if (chance.nextInt(3) == 0) {
            begun.incrementAndGet();
            extended.put(id, client.sessions().extend(id, 1).newExpiresAt());
        }
        if (chance.nextInt(4) == 0 && kept.size() < KEPT) {
            kept.add(id);
            return;
        }
        begun.incrementAndGet();
        client.sessions().delete(id);
    }

    /** What bills is answered for by a session that is not over; how many milliseconds that took. */
    private long awaitNoOrphans() {
        long begin = System.nanoTime();
        Await.until("every instance is answered for", () -> {
            Map<String, SessionJson> sessions = sessions();
            return stage.market().ourBillingInstances().stream()
                    .allMatch(instance -> sessions.values().stream()
                            .anyMatch(session -> instance.isOf(session.id())
                                    && !session.status().isFinal()));
        });
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    /** Nobody asked for their end, and so nobody may have ended them. */
    private void checkWhatIsKept() {
        Map<String, SessionJson> sessions = sessions();
        for (String id : kept) {
            SessionJson session = sessions.get(id);
            boolean lives = session != null
                    && (!session.status().isFinal() && !session.status().isEnding());
            boolean neverBegan =
                    session != null && session.errorType() != null && NEVER_BEGAN.contains(session.errorType());
            if (!lives && !neverBegan) {
                violations.add("session " + id + " was to live on, and is " + session);
            } else if (lives
                    && session.status().equals(SessionStatus.RUNNING)
                    && stage.market().instancesOf(id).stream().noneMatch(Market.Instance::billing)) {
                violations.add("session " + id + " runs, and its instance was destroyed");
            }
        }
    }

    /** All at once: an end that can't be proved yet keeps its caller waiting. */
    private void endEverything() throws Exception {
        ExecutorService ending = Executors.newFixedThreadPool(ENDING_AT_ONCE);
        try {
            List<Future<?>> ends = new ArrayList<>();
            sessions().values().stream()
                    .filter(session -> !session.status().isFinal())
                    .forEach(session ->
                            ends.add(ending.submit(() -> client().sessions().delete(session.id()))));
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            ending.shutdownNow();
        }
        Await.until("no meter runs", () -> stage.market().ourBillingInstances().isEmpty());
        Await.until(
                "what had an instance is over, or can't be proved so yet",
                () -> unproved().allMatch(session -> KILLS < LONG && mayBeHidden(session)));
    }

    private Stream<SessionJson> unproved() {
        return sessions().values().stream()
                .filter(session -> !session.status().isFinal())
                .filter(session -> !stage.market().instancesOf(session.id()).isEmpty());
    }

    /**
     * An instance that was destroyed before the provider ever showed it can't be proved gone within the provider's lag after its purchase
     * (docs/no-orphans.md, Absence).
     */
    private boolean mayBeHidden(SessionJson session) {
        Duration lag = LAGS.get(session.provider());
        return session.status().isEnding()
                && stage.market().instancesOf(session.id()).stream()
                        .allMatch(instance -> instance.purchasedAt().plus(lag).isAfter(Instant.now()));
    }

    private void checkEverything() {
        Map<String, SessionJson> sessions = sessions();
        answered.forEach((consumer, id) -> {
            if (!sessions.containsKey(id)) {
                violations.add("session " + id + " of " + consumer + " is lost");
            }
        });
        extended.forEach((id, until) -> {
            SessionJson session = sessions.get(id);
            if (session != null && session.expiresAt().isBefore(until)) {
                violations.add("session " + id + " was extended to " + until + " and lost it: " + session.expiresAt());
            }
        });
        sessions.values().stream()
                .collect(Collectors.groupingBy(SessionJson::consumerId, Collectors.counting()))
                .forEach((consumer, count) -> {
                    if (count > 1) {
                        violations.add(consumer + " asked once and has " + count + " sessions");
                    }
                });
        Map<String, Integer> tags = new HashMap<>();
        stage.market().instances().stream()
                .filter(Market.Instance::isOurs)
                .forEach(instance -> tags.merge(String.valueOf(instance.tag()), 1, Integer::sum));
        tags.forEach((tag, count) -> {
            if (count > 1) {
                violations.add(tag + " was bought " + count + " times");
            }
        });
        sessions.values().forEach(this::checkTheBill);
    }

    /** No session asked for another try, so that it has one instance at most, whose meter its books follow. */
    private void checkTheBill(SessionJson session) {
        List<Market.Instance> instances = stage.market().instancesOf(session.id());
        if (instances.size() > 1) {
            violations.add("session " + session.id() + " has " + instances.size() + " instances");
        }
        if (!session.status().isFinal() || instances.isEmpty()) {
            return;
        }
        BigDecimal billed = instances.stream().map(Market.Instance::billedUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal booked = client().costs().ofSession(session.id()).totalCost();
        BigDecimal off =
                billed.subtract(booked).abs().multiply(SECONDS).divide(session.pricePerHour(), 3, RoundingMode.HALF_UP);
        // The books are shown to four places.
        BigDecimal rounding =
                new BigDecimal("0.00005").multiply(SECONDS).divide(session.pricePerHour(), 3, RoundingMode.UP);
        if (off.compareTo(OFF_AT_MOST.add(rounding).add(unobserved(session))) > 0) {
            violations.add("session " + session.id() + " was billed " + billed + " and books " + booked + ", which is "
                    + off + " s");
        }
    }

    /** How many seconds of its life no server saw what is charged, or one that saw it stood still; a line is estimated then, until the bill comes. */
    private BigDecimal unobserved(SessionJson session) {
        int seconds = 0;
        Instant end = session.stoppedAt() == null ? Instant.now() : session.stoppedAt();
        for (Instant at = session.createdAt(); at.isBefore(end); at = at.plusSeconds(1)) {
            Instant moment = at;
            if (replicas.stream().allMatch(replica -> replica.wasDown(moment))
                    || replicas.stream().anyMatch(replica -> replica.stoodStill(moment))) {
                seconds++;
            }
        }
        return BigDecimal.valueOf(seconds);
    }

    private GpuShopperClient client() {
        return replicas.get(0).client();
    }

    private Map<String, SessionJson> sessions() {
        Map<String, SessionJson> all = new LinkedHashMap<>();
        client().sessions().listAll(SessionQuery.all()).forEach(session -> all.put(session.id(), session));
        return all;
    }

    private static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }
}
