package io.gpushopper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many worlds, each from its seed. One that fails prints its seed; {@code -Dsimulation.from=SEED -Dsimulation.seeds=1} lives it
 * again, and a larger {@code simulation.seeds} lives more.
 */
final class SeededWorldsTest {
    private static final long FROM = Long.getLong("simulation.from", 1);
    private static final int BATCHES = 20;
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 400);
    private static final int STEPS = 120;

    static LongStream batches() {
        return LongStream.range(0, Math.min(BATCHES, SEEDS));
    }

    @ParameterizedTest(name = "batch {0} of seeds")
    @MethodSource("batches")
    void holdsWhateverFailsAndWheneverItDies(long batch) {
        int crashes = 0;
        int faults = 0;
        int sessions = 0;
        int retries = 0;
        int capped = 0;
        int refusals = 0;
        for (long seed = FROM + batch; seed < FROM + SEEDS; seed += Math.min(BATCHES, SEEDS)) {
            SeededWorld world = new SeededWorld(seed);
            try {
                world.live(STEPS);
            } catch (AssertionError | RuntimeException violation) {
                throw new AssertionError("seed " + seed + ": " + violation.getMessage(), violation);
            }
            crashes += world.crashes();
            faults += world.faults();
            sessions += world.sessions();
            retries += world.retries();
            capped += world.capped();
            refusals += world.refusals();
        }
        assertThat(sessions).as("sessions that were lived").isPositive();
        assertThat(faults).as("faults that were injected").isPositive();
        assertThat(crashes).as("times the process died").isPositive();
        System.out.printf(
                "batch %d: %d sessions, %d retries, %d ended by a cap or a budget, %d refused by fuse or budget,"
                        + " %d faults, %d crashes%n",
                batch, sessions, retries, capped, refusals, faults, crashes);
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
