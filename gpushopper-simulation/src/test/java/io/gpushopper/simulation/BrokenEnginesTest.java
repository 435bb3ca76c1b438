package io.gpushopper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The invariants see what is wrong with engines that are broken on purpose; a simulation that finds nothing proves something only then. */
final class BrokenEnginesTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 120;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void areFoundWithinSeconds(Breakages broken) {
        AssertionError violation = firstViolation(broken);

        assertThat(violation)
                .as("what the worlds say of an engine with %s", broken)
                .isNotNull();
        assertThat(broken.seenBy()).as("%s", violation.getMessage()).contains(invariant(violation));
    }

    private static AssertionError firstViolation(Breakages broken) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new SeededWorld(seed, broken.inOneWorld()).live(STEPS);
            } catch (AssertionError violation) {
                System.out.println(broken + " is seen in world " + seed + ": " + violation.getMessage());
                return violation;
            }
        }
        throw new AssertionError(broken + " is not seen in " + SEEDS + " worlds");
    }

    private static String invariant(AssertionError violation) {
        return String.valueOf(violation.getMessage()).split(":", 2)[0];
    }
}
