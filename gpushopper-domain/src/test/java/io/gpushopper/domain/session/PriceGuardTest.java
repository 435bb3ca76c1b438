package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ENDPOINT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.VERIFIED;
import static io.gpushopper.domain.session.Fixtures.probed;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The session is agreed at $0.42 an hour, and five per cent more are borne: $0.441. */
class PriceGuardTest {
    @ParameterizedTest(name = "with a limit of {0}, compute at {1} and storage at {2}: {3}")
    @CsvSource({
        ", 0.40, 0.02, verifying",
        ", 0.30, 0.02, verifying",
        ", 0.421, 0.02, verifying",
        ", 0.421, 0.020001, ending",
        ", 0.40, 0.05, ending",
        ", 0, 0.442, ending",
        "0.42, 0.40, 0.02, verifying",
        "0.42, 0.40, 0.020001, ending",
        "0.50, 0.40, 0.02, verifying",
        "0.50, 0.46, 0.02, ending",
    })
    void bearsWhatWasAgreedAndALittleMore(@Nullable String limit, String compute, String storage, String state) {
        Story story = booting(limit).at(5).see(shown(charged(compute, storage)));

        assertThat(story.state()).isEqualTo(state);
        assertThat(story.destroys(ONE)).isEqualTo(state.equals("ending"));
    }

    @Test
    void failsTheSessionWithBothPrices() {
        Story story = booting(null).at(5).see(shown(charged("0.60", "0.02")));

        assertThat(story.failure()).isEqualTo("price_changed");
        assertThat(story.arrows()).endsWith("provisioning > stopping");
        assertThat(story.session().endCause().orElseThrow().failure().message())
                .isEqualTo("the provider charges $0.62 an hour, more than the agreed $0.42 allows");
    }

    @Test
    void asksOnceMoreWhenItCouldLogInBeforeThePriceWasTold() {
        Story story = Story.booting().at(2).see(shown(starting(ONE))).at(3).see(probed(VERIFIED));
        assertThat(story.state()).isEqualTo("booting");
        assertThat(story.asks(ONE)).isTrue();

        story.at(4).see(shown(charged("0.60", "0.02")));

        assertThat(story.failure()).isEqualTo("price_changed");
    }

    @Test
    void runsAllTheSameWhenTheProviderTellsNoPrice() {
        Story story = Story.booting().at(2).see(shown(starting(ONE))).at(3).see(probed(VERIFIED));

        story.at(4).see(new Observation.NotTold(ONE));

        assertThat(story.state()).isEqualTo("running");
    }

    @Test
    void leavesARunningSessionItsInstanceWhateverItIsChargedLater() {
        Story story = Story.running().at(60).see(shown(charged("0.60", "0.02")));

        assertThat(story.state()).isEqualTo("running");
    }

    private static Story booting(@Nullable String limit) {
        SpendLimits limits = new SpendLimits(limit == null ? null : UsdPerHour.of(limit), null);
        return Story.of(new SessionOptions(Labels.NONE, Setup.USUAL, limits, RetryTerms.NEVER, null))
                .see(new Observation.Turn(Fixtures.TAG, true))
                .at(1)
                .answer(new LaunchOutcome.Launched(ONE));
    }

    private static InstanceView charged(String compute, String storage) {
        return Fixtures.view(
                ONE,
                InstanceCondition.RUNNING,
                List.of(ENDPOINT),
                new Rates(UsdPerHour.of(compute), UsdPerHour.of(storage)));
    }
}
