package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.accepted;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.offer;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.spending.DeploymentLoad;
import org.junit.jupiter.api.Test;

/** An offer costs 0.42 US dollars an hour, of which 0.02 are for the disk. */
class DeploymentLoadTest {
    @Test
    void countsAPurchaseOnceFromItsRowToItsProofOfAbsence() {
        assertThat(load(Story.pending())).isEqualTo(one("0.42"));
        assertThat(load(Story.unknown())).isEqualTo(one("0.42"));
        assertThat(load(Story.booting())).isEqualTo(one("0.42"));
        assertThat(load(Story.running())).isEqualTo(one("0.42"));
        assertThat(load(Story.destroyed())).isEqualTo(one("0.42"));
        assertThat(load(Story.stopped())).isEqualTo(DeploymentLoad.NONE);
    }

    @Test
    void keepsThePlaceOfASessionThatLooksForAnotherOffer() {
        Story story = stale();

        assertThat(load(story)).isEqualTo(one("0.42"));
        assertThat(load(story.at(2).see(chosen("0.39")))).isEqualTo(one("0.39"));
        assertThat(load(stale().at(2).see(new Observation.NoOfferLeft()))).isEqualTo(DeploymentLoad.NONE);
    }

    @Test
    void countsWhatGivesWayAndWhatFollowsItOnceAtTheDearerRate() {
        assertThat(load(replaced("0.43"))).isEqualTo(one("0.43"));
        assertThat(load(replaced("0.30"))).isEqualTo(one("0.42"));
    }

    @Test
    void countsBothWhenTheEndOfTheFirstHadNoEffect() {
        Story story = replaced("0.43").at(960).see(shown(starting(ONE)));

        assertThat(load(story)).isEqualTo(new DeploymentLoad(2, UsdPerHour.of("0.85")));
    }

    @Test
    void countsAStoppingSessionAsWhatMayBill() {
        Story story = Story.ending().at(12).see(shown(in(InstanceCondition.STOPPED, ONE)));
        assertThat(load(story.at(40_000).tick())).isEqualTo(one("0.02"));

        assertThat(load(stale().at(2).see(Fixtures.done()))).isEqualTo(DeploymentLoad.NONE);
    }

    @Test
    void countsEachInstanceOfAnEndingSessionThatIsNotProvedGone() {
        Story story = Story.running().at(9).see(Fixtures.listed(9, up(ONE), up(TWO)));

        assertThat(load(story.at(10).see(Fixtures.done())).instances()).isEqualTo(2);
        assertThat(load(story.at(11).see(accepted(ONE)).see(accepted(TWO))).instances())
                .isEqualTo(2);
    }

    private static Story retrying() {
        RetryTerms retry = new RetryTerms(3, RetryScope.SAME_GPU);
        return Story.of(new SessionOptions(Labels.NONE, Setup.USUAL, SpendLimits.NONE, retry, null))
                .see(new Observation.Turn(TAG, true));
    }

    private static Story stale() {
        return retrying().at(1).answer(new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null));
    }

    /** The first offer did not boot, its end was accepted, and another is written down. */
    private static Story replaced(String price) {
        return retrying()
                .at(1)
                .answer(new LaunchOutcome.Launched(ONE))
                .at(900)
                .see(shown(starting(ONE)))
                .tick()
                .at(901)
                .see(accepted(ONE))
                .at(902)
                .see(chosen(price));
    }

    private static Observation chosen(String price) {
        Rates rates = new Rates(UsdPerHour.of(price).minusAtLeastZero(RATES.storage()), RATES.storage());
        return new Observation.OfferChosen(offer("78", "m2", rates), ACCOUNT);
    }

    private static DeploymentLoad load(Story story) {
        return DeploymentLoad.of(story.session());
    }

    private static DeploymentLoad one(String rate) {
        return new DeploymentLoad(1, UsdPerHour.of(rate));
    }
}
