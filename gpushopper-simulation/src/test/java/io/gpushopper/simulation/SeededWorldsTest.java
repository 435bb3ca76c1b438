package io.gpushopper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Many worlds, each from its seed. One that fails prints its seed; {@code -Dsimulation.from=SEED -Dsimulation.seeds=1} lives it
 * again, and a larger {@code simulation.seeds} lives more.
 */
final class SeededWorldsTest {
    private static final long FROM = Long.getLong("simulation.from", 1);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 2_000);
    private static final int THREADS =
            Integer.getInteger("simulation.threads", Runtime.getRuntime().availableProcessors());
    private static final int STEPS = 120;

    @Test
    void holdsWhateverFailsAndWheneverItDies() throws InterruptedException, ExecutionException {
        Tally tally = new Tally();
        long began = System.nanoTime();
        AtomicLong next = new AtomicLong(FROM);
        ExecutorService cores = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> lives = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                lives.add(cores.submit(() -> liveAll(next, tally)));
            }
            for (Future<?> life : lives) {
                life.get();
            }
        } finally {
            cores.shutdownNow();
        }

        System.out.printf("%s in %s%n", tally, Duration.ofNanos(System.nanoTime() - began));
        assertThat(tally.sessions()).as("sessions that were lived").isPositive();
        assertThat(tally.all()).as("faults that were injected").isPositive();
        assertThat(tally.of("process died")).as("times a process died").isPositive();
    }

    private static void liveAll(AtomicLong next, Tally tally) {
        for (long seed = next.getAndIncrement(); seed < FROM + SEEDS; seed = next.getAndIncrement()) {
            SeededWorld world = new SeededWorld(seed);
            try {
                world.live(STEPS);
            } catch (AssertionError | RuntimeException violation) {
                next.set(FROM + SEEDS);
                throw new AssertionError("seed " + seed + ": " + violation.getMessage(), violation);
            }
            tally.add(world.tally());
        }
    }

    @Test
    void livesTheSameLifeTwiceFromOneSeed() {
        SeededWorld first = new SeededWorld(FROM);
        SeededWorld second = new SeededWorld(FROM);

        first.live(STEPS);
        second.live(STEPS);

        assertThat(second.trace()).isEqualTo(first.trace());
    }
}
