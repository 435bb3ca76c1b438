package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tag's time is second 0. */
class StrangerRuleTest {
    private static final Duration HARD_LIMIT = Duration.ofHours(12);
    private static final Stranger SEEN = Stranger.seen(ONE, TAG, at(100));

    @ParameterizedTest(name = "{0} strangers, {1} ours, last pass in second {2}: {3}")
    @CsvSource({
        "1, 0, 60, ",
        "3, 3, 60, ",
        "4, 16, 60, ",
        "4, 15, 60, TOO_MANY",
        "4, 0, 60, TOO_MANY",
        "1, 9, -1, STORE_IS_OLDER",
        "1, 9, 0, ",
        "9, 0, -1, STORE_IS_OLDER",
        "1, 9, , STORE_IS_OLDER"
    })
    void isKeptWhenTheStoreIsOlderOrThereAreTooMany(int strangers, int ours, Long lastPass, Stranger.Kept kept) {
        StrangerRule.Surroundings around =
                new StrangerRule.Surroundings(strangers, ours, lastPass == null ? null : at(lastPass), HARD_LIMIT);

        assertThat(StrangerRule.judged(SEEN, around).kept()).isEqualTo(kept);
    }

    @Test
    void endsAQuarterOfAnHourAfterItsFirstSight() {
        assertThat(StrangerRule.endsAt(SEEN, HARD_LIMIT)).isEqualTo(at(1_000));
    }

    @Test
    void isKeptUntilTheHardLimitCountedFromItsTag() {
        Stranger kept = SEEN.keptFor(Stranger.Kept.TOO_MANY);

        assertThat(StrangerRule.endsAt(kept, HARD_LIMIT)).isEqualTo(at(HARD_LIMIT.toSeconds()));
        assertThat(StrangerRule.endsAt(SEEN.told(Stranger.Word.ADOPT), HARD_LIMIT))
                .isEqualTo(at(HARD_LIMIT.toSeconds()));
    }

    @Test
    void endsAtOnceByAnOperatorsWordAlsoWhenItIsKept() {
        Stranger told = SEEN.keptFor(Stranger.Kept.TOO_MANY).told(Stranger.Word.DESTROY);

        assertThat(StrangerRule.endsAt(told, HARD_LIMIT)).isEqualTo(at(100));
    }

    @Test
    void staysKeptOnceItIs() {
        Stranger kept = SEEN.keptFor(Stranger.Kept.TOO_MANY);

        assertThat(StrangerRule.judged(kept, new StrangerRule.Surroundings(1, 99, at(60), HARD_LIMIT)))
                .isEqualTo(kept);
    }
}
