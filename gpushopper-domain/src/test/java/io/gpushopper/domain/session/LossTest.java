package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.noSuch;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.up;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instances that vanish or stop though nobody asked for it. */
class LossTest {
    @Test
    void asksForARunningInstanceThatAListingLacks() {
        Story story = Story.running().at(60).see(listed(60));

        assertThat(story.state()).isEqualTo("running");
        assertThat(story.asks(ONE)).isTrue();
    }

    @Test
    void losesARunningInstanceByAnswersHalfAMinuteApartAndAListing() {
        Story story = Story.running().at(60).see(listed(60)).see(noSuch(ONE));
        assertThat(story.at(70).tick().asks(ONE)).isTrue();
        assertThat(story.looks()).isTrue();
        story.see(noSuch(ONE)).see(listed(70));
        assertThat(story.at(89).see(noSuch(ONE)).state()).isEqualTo("running");

        story.at(90).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
        assertThat(story.failure()).isEqualTo("provider_lost");
        assertThat(story.session().endCause().orElseThrow().reason()).isEqualTo(StopReason.PROVIDER_LOST);
        assertThat(story.arrows()).last().isEqualTo("running > failed");
        assertThat(story.ledger().open()).isEmpty();
        assertThat(story.session().nextActAt()).isNull();
    }

    @Test
    void countsAnAnswerThatLayAboutFromWhenItWasAskedFor() {
        Story story = Story.running().at(60).see(noSuch(ONE)).at(62).see(listed(61));

        story.at(95).see(new Observation.NoSuchInstance(ONE, at(80)));
        assertThat(story.state()).isEqualTo("running");
        story.at(96).see(new Observation.NoSuchInstance(ONE, at(90)));

        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
    }

    @Test
    void countsAFirstAnswerThatLayAboutFromWhenItWasTakenDown() {
        Story story = Story.running().at(60).see(new Observation.NoSuchInstance(ONE, at(40)));

        story.at(62).see(listed(61)).at(75).see(noSuch(ONE));
        assertThat(story.state()).isEqualTo("running");
        story.at(90).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
    }

    @Test
    void keepsARunningInstanceThatIsShownInBetween() {
        Story story = Story.running().at(60).see(noSuch(ONE)).at(75).see(shown(up(ONE)));

        story.at(100).see(listed(100)).see(noSuch(ONE));

        assertThat(story.state()).isEqualTo("running");
    }

    @Test
    void doesNotAskInATightLoop() {
        Story story = Story.running().at(60).see(noSuch(ONE));

        assertThat(story.effects()).isEmpty();
        assertThat(story.at(70)
                        .tick()
                        .see(new Observation.NotListed())
                        .see(new Observation.NotTold(ONE))
                        .effects())
                .isEmpty();
    }

    @Test
    void failsThroughStoppingWhenABootingInstanceIsLost() {
        Story story = Story.booting().at(2).see(shown(starting(ONE)));
        story.at(10).see(noSuch(ONE)).at(12).see(listed(11)).at(40).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
        assertThat(story.failure()).isEqualTo("provider_lost");
        assertThat(story.arrows())
                .containsExactly("pending > provisioning", "provisioning > stopping", "stopping > failed");
    }

    @Test
    void failsThroughStoppingWhenASecondInstanceIsLeft() {
        Story story = Story.running().at(60).see(listed(60, up(ONE), up(TWO)));
        story.at(61).see(noSuch(ONE)).at(63).see(listed(62, up(TWO))).at(91).see(noSuch(ONE));

        assertThat(story.instance(ONE).isGone()).isTrue();
        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(story.destroys(TWO)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = InstanceCondition.class,
            names = {"STOPPED", "FAILED", "QUEUED"})
    void endsARunningSessionWhoseInstanceWasSeenNotRunningForAMinute(InstanceCondition condition) {
        Story story = Story.running().at(60).see(shown(in(condition, ONE)));
        assertThat(story.state()).isEqualTo("running");
        assertThat(story.at(119).tick().asks(ONE)).isFalse();
        assertThat(story.at(120).tick().asks(ONE)).isTrue();

        story.see(shown(in(condition, ONE)));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(story.failure()).isEqualTo("provider_lost");
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void forgetsThatItDidNotRunOnceItRunsAgain() {
        Story story = Story.running()
                .at(60)
                .see(shown(in(InstanceCondition.STOPPED, ONE)))
                .at(90)
                .see(shown(up(ONE)));

        story.at(121).see(shown(in(InstanceCondition.STOPPED, ONE)));

        assertThat(story.state()).isEqualTo("running");
    }

    @ParameterizedTest
    @EnumSource(
            value = InstanceCondition.class,
            names = {"UNREACHABLE", "STARTING", "ENDING"})
    void waitsForAnInstanceThatMayComeBack(InstanceCondition condition) {
        Story story = Story.running();
        for (int second = 60; second < 7_000; second += 61) {
            story.at(second).see(shown(in(condition, ONE)));
        }

        assertThat(story.state()).isEqualTo("running");
    }
}
