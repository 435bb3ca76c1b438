package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ENDPOINT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.VERIFIED;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.probed;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.up;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BringUpTest {
    private static final ProbeOutcome REFUSED = new ProbeOutcome.NotYet(ProbeStage.CONNECT, "connection refused");
    private static final ProbeOutcome OTHER_KEY = new ProbeOutcome.HostKeyChanged(ENDPOINT, "SHA256:other");

    @Test
    void waitsForAnInstanceThatNeverRanAndIsQueued() {
        Story story = Story.booting().at(9).see(shown(in(InstanceCondition.QUEUED, ONE)));

        assertThat(story.at(100).see(shown(in(InstanceCondition.QUEUED, ONE))).state())
                .isEqualTo("booting");
    }

    @Test
    void asksForABootingInstanceEveryTwoSeconds() {
        Story story = Story.booting();
        assertThat(story.asks(ONE)).isTrue();

        story.at(2).see(shown(starting(ONE)));
        assertThat(story.asks(ONE)).isFalse();
        assertThat(story.at(4).tick().asks(ONE)).isTrue();
    }

    @Test
    void verifiesAsSoonAsThereIsAnAddress() {
        Story story = Story.verifying();

        assertThat(story.state()).isEqualTo("verifying");
        assertThat(story.effects()).contains(new Effect.Probe(ONE));
    }

    @Test
    void probesAtLeastEverySecondUntilOneSucceeds() {
        Story story = Story.verifying();
        for (int i = 0; i < 60; i++) {
            story.see(probed(REFUSED));
            assertThat(story.effects()).doesNotContain(new Effect.Probe(ONE));
            assertThat(Duration.between(story.now(), story.session().nextActAt()))
                    .isLessThanOrEqualTo(Duration.ofSeconds(1));
            story.after(Duration.ofSeconds(1)).tick();
            assertThat(story.effects()).contains(new Effect.Probe(ONE));
        }
    }

    @Test
    void runsOnceTheEngineLoggedIn() {
        Story story = Story.running();

        assertThat(story.session().state()).isEqualTo(new SessionState.Running(ONE, at(8)));
        assertThat(story.effects()).isEmpty();
        assertThat(story.session().nextActAt())
                .as("due at its deadline, not every tick")
                .isEqualTo(at(7_200));
        assertThat(story.instance(ONE).access().hostKey()).isEqualTo("SHA256:first");
    }

    @Test
    void attachesKeysUntilTheProviderTakesThem() {
        Story story = Story.booting();
        Effect attach = new Effect.AttachKeys(ONE);
        assertThat(story.effects()).contains(attach);

        assertThat(story.see(new Observation.KeysTried(ONE, false)).effects()).doesNotContain(attach);
        assertThat(story.at(6).tick().effects()).contains(attach);
        story.see(new Observation.KeysTried(ONE, true));
        assertThat(story.at(60).tick().effects()).doesNotContain(attach);
    }

    @Test
    void attachesNoKeysThatWentWithThePurchase() {
        Story story = Story.booting(Fixtures.CHARGED_FROM_CREATION);

        assertThat(story.effects()).noneMatch(Effect.AttachKeys.class::isInstance);
    }

    @Test
    void failsWhenTheInstanceHasNoAddressInTime() {
        Story story = Story.booting().at(899).see(shown(starting(ONE)));
        assertThat(story.state()).isEqualTo("booting");

        story.at(900).tick();

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(story.failure()).isEqualTo("boot_timeout");
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void doesNotRunOutOfTimeToStartWhileTheClocksDisagree() {
        Session booting = Story.booting().session();
        Session verifying = Story.verifying().session();

        assertThat(new Story(booting, Fixtures.UNSURE_OF_TIME, at(901)).tick().state())
                .isEqualTo("booting");
        assertThat(new Story(verifying, Fixtures.UNSURE_OF_TIME, at(901)).tick().state())
                .isEqualTo("verifying");
    }

    @Test
    void failsWhenNobodyCanLogInInTime() {
        Story story = Story.verifying().at(480).see(probed(REFUSED));
        assertThat(story.state()).isEqualTo("verifying");

        story.at(485).tick();

        assertThat(story.failure()).isEqualTo("ssh_timeout");
        assertThat(story.session().endCause().orElseThrow().failure().message()).contains("connection refused");
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void failsAtOnceWhenTheInstanceFailed() {
        Story story = Story.booting().at(9).see(shown(in(InstanceCondition.FAILED, ONE)));

        assertThat(story.failure()).isEqualTo("instance_failed");
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void failsWhenTheInstanceWasSeenNotRunningForAMinute() {
        Story story = Story.verifying().at(100).see(shown(in(InstanceCondition.STOPPED, ONE)));
        assertThat(story.at(159).see(shown(in(InstanceCondition.STOPPED, ONE))).state())
                .isEqualTo("verifying");

        story.at(160).see(shown(in(InstanceCondition.STOPPED, ONE)));

        assertThat(story.failure()).isEqualTo("instance_failed");
    }

    @Test
    void failsWhenItShowsTheSameSignOfBeingStuckForAMinute() {
        Story story = Story.booting().at(100).see(shown(stuck("pull failed")));
        assertThat(story.at(159).see(shown(stuck("pull failed"))).state()).isEqualTo("booting");

        story.at(160).see(shown(stuck("pull failed")));

        assertThat(story.failure()).isEqualTo("instance_failed");
        assertThat(story.session().endCause().orElseThrow().failure().message())
                .isEqualTo("the instance does not come up: pull failed");
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void waitsForWhatLooksStuckInEverOtherWaysOrGoesOn() {
        Story story = Story.booting().at(100).see(shown(stuck("layer 1 failed")));
        story.at(150).see(shown(stuck("layer 2 failed")));
        assertThat(story.at(200).see(shown(stuck("layer 2 failed"))).state()).isEqualTo("booting");

        story.at(205).see(shown(starting(ONE))).at(206).see(shown(stuck("layer 2 failed")));

        assertThat(story.at(265).see(shown(stuck("layer 2 failed"))).state()).isEqualTo("booting");
    }

    @Test
    void countsAStopFromItsOwnBeginning() {
        Story story = Story.verifying().at(100).see(shown(stuck("sign")));

        story.at(150).see(shown(in(InstanceCondition.STOPPED, ONE)));

        assertThat(story.at(209).see(shown(in(InstanceCondition.STOPPED, ONE))).state())
                .isEqualTo("verifying");
        assertThat(story.at(210).see(shown(in(InstanceCondition.STOPPED, ONE))).failure())
                .isEqualTo("instance_failed");
    }

    @Test
    void neverTakesForStuckWhatLetUsIn() {
        Story story = Story.verifying().at(7).see(shown(stuck("sign"))).at(8).see(probed(VERIFIED));
        assertThat(story.state()).isEqualTo("running");

        assertThat(story.at(70).see(shown(stuck("sign"))).state()).isEqualTo("running");
        assertThat(story.at(100).tick().asks(ONE)).isFalse();
    }

    @Test
    void failsWhenTheHostKeyChangesBeforeItRuns() {
        Story story = Story.verifying().at(7).see(probed(OTHER_KEY));

        assertThat(story.failure()).isEqualTo("host_key_changed");
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void failsWhenItHasOtherGpusThanArePaidFor() {
        Story story = Story.verifying().at(7).see(probed(with("NVIDIA GeForce RTX 3090")));

        assertThat(story.failure()).isEqualTo("gpu_mismatch");
        assertThat(story.session().endCause().orElseThrow().failure().message())
                .contains("1 x RTX 4090", "NVIDIA GeForce RTX 3090");
        assertThat(story.destroys(ONE)).isTrue();
        assertThat(story.session().attempts().get(0).failed())
                .isEqualTo(new LaunchAttempt.Failed(FailureType.GPU_MISMATCH, story.now()));
    }

    @Test
    void waitsForADriverThatIsOnItsWayNoLongerThanForALogin() {
        Story story = Story.verifying().at(7).see(probed(with())).at(484).see(probed(with()));
        assertThat(story.state()).isEqualTo("verifying");

        story.at(485).tick();

        assertThat(story.failure()).isEqualTo("ssh_timeout");
        assertThat(story.session().endCause().orElseThrow().failure().message()).contains("nvidia-smi names no GPU");
    }

    @Test
    void looksAtTheGpusOnlyUntilItRuns() {
        Story story = Story.running().at(60).see(probed(with()));

        assertThat(story.state()).isEqualTo("running");
    }

    @Test
    void hostKeyThatChangesAfterwardsIsAnEventAndEndsNothing() {
        Story story = Story.running().at(60).see(probed(OTHER_KEY));

        assertThat(story.state()).isEqualTo("running");
        assertThat(story.notes()).anyMatch(note -> note.contains("SHA256:other"));
        assertThat(story.instance(ONE).access().hostKey()).isEqualTo("SHA256:first");
    }

    @Test
    void failedProbeAfterwardsEndsNothing() {
        assertThat(Story.running().at(60).see(probed(REFUSED)).state()).isEqualTo("running");
    }

    @Test
    void probeOfASecondInstanceSaysNothingOfTheFirst() {
        Story story = Story.verifying().at(6).see(Fixtures.listed(6, up(ONE), up(TWO)));

        story.at(7).see(new Observation.Probed(TWO, OTHER_KEY)).see(new Observation.Probed(TWO, VERIFIED));

        assertThat(story.state()).isEqualTo("verifying");
    }

    @Test
    void olderListingDoesNotUndoWhatWasSeenSince() {
        Story story = Story.verifying().at(6).see(Fixtures.listed(4, starting(ONE)));

        assertThat(story.instance(ONE).sightings().condition()).isEqualTo(InstanceCondition.RUNNING);
        assertThat(story.instance(ONE).sightings().lastSeenAt()).isEqualTo(at(5));
    }

    private static InstanceView stuck(String sign) {
        InstanceView up = up(ONE);
        return new InstanceView(ONE, up.mark(), InstanceCondition.STUCK, List.of(), up.burning(), up.createdAt(), sign);
    }

    private static ProbeOutcome with(String... gpus) {
        return new ProbeOutcome.Verified(Fixtures.ENDPOINT, "SHA256:first", List.of(gpus));
    }
}
