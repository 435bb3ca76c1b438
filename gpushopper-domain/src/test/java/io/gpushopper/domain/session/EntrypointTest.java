package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.ENDPOINT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.accepted;
import static io.gpushopper.domain.session.Fixtures.offer;
import static io.gpushopper.domain.session.Fixtures.probed;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is launched serves at port 8000, and nobody logs in. */
class EntrypointTest {
    private static final Setup SERVED = Setup.serving(
            null, List.of(8000), new ServedModel(ModelServer.VLLM, "mistralai/Mistral-7B-Instruct-v0.3", null));
    private static final OpenPorts MAPPED =
            new OpenPorts(List.of(new OpenPorts.PublicPort(8000, "203.0.113.7", 41_057)), null);

    @Test
    void runsOnlyOnceItServes() {
        Story story = booting().at(5).see(shown(up(MAPPED)));
        assertThat(story.state()).isEqualTo("verifying");

        story.at(6).see(probed(new ProbeOutcome.NotYet(ProbeStage.SERVICE, "GET /health is answered with 503")));
        assertThat(story.state()).isEqualTo("verifying");

        story.at(7).see(probed(new ProbeOutcome.Serving()));
        assertThat(story.state()).isEqualTo("running");
        assertThat(story.session().hasReached(SessionStatus.RUNNING)).isTrue();
    }

    @Test
    void isCalledAsSoonAsItsPortIsToldAndNoSooner() {
        Story story = booting().at(5).see(shown(up(OpenPorts.NONE)));
        assertThat(story.state()).isEqualTo("booting");
        assertThat(story.effects()).doesNotHaveAnyElementsOfTypes(Effect.Probe.class);

        story.at(8).see(shown(up(MAPPED)));
        assertThat(story.effects()).contains(new Effect.Probe(ONE));
    }

    @Test
    void attachesNoKeys() {
        Story story = booting().at(2).see(shown(starting(ONE)));
        assertThat(story.effects()).doesNotHaveAnyElementsOfTypes(Effect.AttachKeys.class);

        story.at(5).see(shown(up(MAPPED))).at(6).see(probed(new ProbeOutcome.Serving()));
        assertThat(story.effects()).doesNotHaveAnyElementsOfTypes(Effect.AttachKeys.class, Effect.Sample.class);
    }

    @Test
    void failsWhenItDoesNotServeInTime() {
        Story story = booting().at(5).see(shown(up(MAPPED)));
        story.at(6).see(probed(new ProbeOutcome.NotYet(ProbeStage.SERVICE, "GET /health is answered with 503")));

        story.at(5 + 8 * 60).see(new Observation.Tick());

        assertThat(story.failure()).isEqualTo("model_not_serving");
        assertThat(story.session().endCause().orElseThrow().failure().message())
                .isEqualTo("what was launched did not serve within 8 minutes; last: GET /health is answered with 503");
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void triesOneOtherMachineWhenItDoesNotServeAndBlamesNoOffer() {
        Story story = booting(new RetryTerms(3, RetryScope.SAME_GPU)).at(5).see(shown(up(MAPPED)));
        story.at(5 + 8 * 60).tick();
        assertThat(story.state()).isEqualTo("retrying");

        story.at(490).see(accepted(ONE)).at(491).see(new Observation.OfferChosen(offer("78", "m2", RATES), ACCOUNT));
        Tag second = story.session().attempts().get(1).tag();
        story.at(492).see(new Observation.Turn(second, true)).at(493).answer(second, new LaunchOutcome.Launched(TWO));
        story.at(500).see(shown(up(TWO, second, MAPPED))).at(500 + 8 * 60).tick();

        assertThat(story.failure()).isEqualTo("model_not_serving");
        assertThat(story.session().attempts()).extracting(LaunchAttempt::failed).containsOnlyNulls();
    }

    @Test
    void doesNotRunByTheAnswerOfWhomeverHasItsPortNow() {
        Story story = booting().at(5).see(shown(up(MAPPED))).at(6).see(shown(up(OpenPorts.NONE)));
        assertThat(story.effects()).doesNotHaveAnyElementsOfTypes(Effect.Probe.class);

        story.at(7).see(probed(new ProbeOutcome.Serving()));
        assertThat(story.state()).isEqualTo("verifying");

        story.at(8)
                .see(shown(new InstanceView(
                        ONE, TAG.text(), InstanceCondition.UNREACHABLE, List.of(), MAPPED, RATES, null, "offline")));
        story.at(9).see(probed(new ProbeOutcome.Serving()));
        assertThat(story.state()).isEqualTo("verifying");

        story.at(10).see(shown(up(MAPPED))).at(11).see(probed(new ProbeOutcome.Serving()));
        assertThat(story.state()).isEqualTo("running");
    }

    @Test
    void failsWhenItsProgramEnds() {
        Story story = booting().at(5).see(shown(up(MAPPED)));

        story.at(9)
                .see(shown(
                        new InstanceView(ONE, TAG.text(), InstanceCondition.FAILED, List.of(), RATES, null, "exited")));

        assertThat(story.failure()).isEqualTo("instance_failed");
    }

    private static InstanceView up(OpenPorts ports) {
        return up(ONE, TAG, ports);
    }

    private static InstanceView up(InstanceId id, Tag tag, OpenPorts ports) {
        return new InstanceView(
                id, tag.text(), InstanceCondition.RUNNING, List.of(ENDPOINT), ports, RATES, null, "running");
    }

    private static Story booting() {
        return booting(RetryTerms.NEVER);
    }

    private static Story booting(RetryTerms retry) {
        SessionOptions options = new SessionOptions(Labels.NONE, SERVED, SpendLimits.NONE, retry, null);
        return Story.of(options).see(new Observation.Turn(TAG, true)).at(1).answer(new LaunchOutcome.Launched(ONE));
    }
}
