package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.accepted;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.noSuch;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.up;
import static io.gpushopper.domain.session.Fixtures.view;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The books of a disk that is kept: whatever happens meanwhile, it is charged from its purchase to its release, and the machine while it ran. */
class KeptBooksTest {
    private static final UsdPerHour DEARER = UsdPerHour.of("0.03");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void chargeTheDiskWithoutAGapUntilItsRelease(long seed) {
        RandomGenerator random = new Random(seed);
        Story story = KeptStorageTest.kept();
        long now = 45;
        long ran = 0;
        for (int i = random.nextInt(6); i > 0; i--) {
            now += 60 + random.nextInt(20_000);
            switch (random.nextInt(4)) {
                case 0 -> story.at(now).see(shown(in(InstanceCondition.STOPPED, ONE)));
                case 1 -> story.at(now).see(shown(stopped(random.nextBoolean() ? DEARER : RATES.storage())));
                case 2 -> story.at(now).tick();
                default -> {
                    int seconds = 1 + random.nextInt(30);
                    story.at(now).see(listed(now, up(ONE))).see(new Observation.StopTried(ONE, true));
                    now += seconds;
                    ran += seconds;
                    story.at(now).see(shown(in(InstanceCondition.STOPPED, ONE)));
                }
            }
            assertThat(story.state()).as("seed %d", seed).isEqualTo("kept");
            assertThat(story.ledger().open())
                    .as("seed %d: what is charged at %d", seed, now)
                    .extracting(LedgerInterval::kind)
                    .containsExactly(ChargeKind.STORAGE);
        }
        long released = now + 60 + random.nextInt(20_000);
        release(story, released);

        assertThat(story.ledger().open()).as("seed %d", seed).isEmpty();
        Instant end = Fixtures.T0;
        for (LedgerInterval line : story.ledger().of(ONE, ChargeKind.STORAGE)) {
            assertThat(line.from()).as("seed %d: %s", seed, line).isEqualTo(end);
            end = requireNonNull(line.to());
        }
        assertThat(end).as("seed %d", seed).isEqualTo(at(released + 1));
        long machine = story.ledger().of(ONE, ChargeKind.COMPUTE).stream()
                .mapToLong(line ->
                        Duration.between(line.from(), requireNonNull(line.to())).toSeconds())
                .sum();
        // It ran from second 5 until it was first shown stopped in second 15.
        assertThat(machine).as("seed %d", seed).isEqualTo(10 + ran);
    }

    private static InstanceView stopped(UsdPerHour disk) {
        return view(ONE, InstanceCondition.STOPPED, List.of(), new Rates(UsdPerHour.ZERO, disk));
    }

    private static void release(Story story, long from) {
        story.at(from).see(new Observation.EndWanted(EndCause.of(StopReason.DELETED)));
        story.at(from + 1).see(accepted(ONE));
        story.at(from + 4).see(noSuch(ONE));
        story.at(from + 6).see(listed(from + 5));
        story.at(from + 10).see(noSuch(ONE));
    }
}
