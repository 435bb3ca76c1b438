package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomWalkTest {
    private static final int SEEDS = 300;
    private static final String RAN = "provisioning > running";

    @ParameterizedTest
    @EnumSource
    void comesToRestWithNothingBilling(RandomWalk.Truth truth) {
        List<Story> lives =
                LongStream.range(0, SEEDS).mapToObj(seed -> live(seed, truth)).toList();

        Set<String> ends = lives.stream()
                .map(life -> life.status().word() + " after " + (life.arrows().contains(RAN) ? "running" : "trouble"))
                .collect(Collectors.toSet());
        assertThat(ends)
                .as("every kind of life was lived")
                .contains(
                        "stopped after running",
                        "stopped after trouble",
                        "failed after running",
                        "failed after trouble");
        assertThat(lives)
                .as("machines doubled")
                .anyMatch(life -> life.session().instances().size() > 1);
    }

    private static Story live(long seed, RandomWalk.Truth truth) {
        try {
            return new RandomWalk(seed, truth).live();
        } catch (AssertionError | RuntimeException trouble) {
            throw new AssertionError("seed " + seed + ", truth " + truth + ": " + trouble.getMessage(), trouble);
        }
    }
}
