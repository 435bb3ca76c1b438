package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.ENDPOINT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.OTHER_ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.VERIFIED;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.up;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of session meets each observation, now and much later; {@link WhatAlwaysHolds} judges. */
class EveryStateAndObservationTest {
    private static final List<Long> LATER = List.of(0L, 1L, 3L, 31L, 61L, 200L, 1_000L, 7_300L, 50_000L);

    static Map<String, Supplier<Story>> stories() {
        Map<String, Supplier<Story>> stories = new LinkedHashMap<>();
        stories.put("pending", Story::pending);
        stories.put("launching", Story::launching);
        stories.put("unknown", Story::unknown);
        stories.put("booting", Story::booting);
        stories.put("verifying", Story::verifying);
        stories.put("retrying", EveryStateAndObservationTest::retrying);
        stories.put("retrying, chosen", () -> retrying().at(2).see(otherChosen()));
        stories.put("running", Story::running);
        stories.put("running, missing", () -> Story.running().at(9).see(Fixtures.noSuch(ONE)));
        stories.put(
                "running, stopped",
                () -> Story.running().at(9).see(Fixtures.shown(in(InstanceCondition.STOPPED, ONE))));
        stories.put("running, two", () -> Story.running().at(9).see(Fixtures.listed(9, up(ONE), up(TWO))));
        stories.put("ending before the answer", () -> Story.launching().at(1).see(Fixtures.done()));
        stories.put("ending, unknown", () -> Story.unknown().at(2).see(Fixtures.done()));
        stories.put("ending", Story::ending);
        stories.put("ending, refused", () -> Story.ending().at(11).see(new Observation.DestroyRefused(ONE)));
        stories.put("destroyed", Story::destroyed);
        stories.put("destroyed, missing", () -> Story.destroyed().at(14).see(Fixtures.noSuch(ONE)));
        stories.put("halting", KeptStorageTest::halting);
        stories.put("halting, shown stopped", KeptStorageTest::shownStopped);
        stories.put("kept", KeptStorageTest::kept);
        stories.put("kept, started", () -> KeptStorageTest.kept().at(60).see(Fixtures.listed(60, up(ONE))));
        stories.put("stopped", Story::stopped);
        stories.put("stopped, late one", () -> Story.stopped().at(90).see(Fixtures.listed(90, up(TWO))));
        stories.put(
                "failed",
                () -> Story.launching().at(1).answer(new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null)));
        return stories;
    }

    private static Story retrying() {
        RetryTerms retry = new RetryTerms(2, RetryScope.ANY);
        return Story.of(new SessionOptions(Labels.NONE, Setup.USUAL, SpendLimits.NONE, retry, null))
                .see(new Observation.Turn(TAG, true))
                .at(1)
                .answer(new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null));
    }

    private static Observation otherChosen() {
        return new Observation.OfferChosen(Fixtures.offer("78", "m2", Fixtures.RATES), ACCOUNT);
    }

    private static List<Observation> observations(long now) {
        List<Observation> seen = new ArrayList<>(List.of(
                new Observation.Tick(),
                Fixtures.done(),
                new Observation.EndWanted(EndCause.of(StopReason.DELETED)),
                new Observation.EndWanted(EndCause.failure(FailureType.INTERNAL, "trouble")),
                new Observation.Turn(TAG, true),
                new Observation.Turn(TAG, false),
                new Observation.Turn(new Tag(TAG.deployment(), TAG.session(), 2, TAG.time()), true),
                otherChosen(),
                new Observation.NoOfferLeft(),
                new Observation.NotListed()));
        for (InstanceId id : List.of(ONE, TWO)) {
            seen.add(new Observation.KeysTried(id, true));
            seen.add(new Observation.KeysTried(id, false));
            seen.add(new Observation.NoSuchInstance(id));
            seen.add(new Observation.NotTold(id));
            seen.add(new Observation.Probed(id, VERIFIED));
            seen.add(new Observation.Probed(id, new ProbeOutcome.NotYet(ProbeStage.CONNECT, "refused")));
            seen.add(new Observation.Probed(id, new ProbeOutcome.HostKeyChanged(ENDPOINT, "SHA256:other")));
            seen.add(new Observation.StopTried(id, true));
            seen.add(new Observation.StopTried(id, false));
            for (DestroyOutcome outcome : DestroyOutcome.values()) {
                seen.add(new Observation.DestroyAnswered(id, outcome));
            }
            seen.add(new Observation.DestroyRefused(id));
            seen.add(new Observation.Shown(up(id)));
            for (InstanceCondition condition : InstanceCondition.values()) {
                seen.add(new Observation.Shown(in(condition, id)));
                seen.add(Fixtures.listed(now, in(condition, id)));
            }
            seen.add(Fixtures.listed(OTHER_ACCOUNT, now, now, up(id)));
            seen.add(Fixtures.listed(ACCOUNT, now - 300, now - 100, up(id)));
        }
        seen.add(Fixtures.listed(now));
        seen.add(Fixtures.listed(now, up(ONE), up(TWO)));
        return seen;
    }

    static Stream<String> names() {
        return stories().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void comesToSomethingThatHolds(String name) {
        Supplier<Story> story = requireNonNull(stories().get(name));
        for (long later : LATER) {
            for (int i = 0; i < observations(0).size(); i++) {
                Story told = story.get();
                long now = told.now().getEpochSecond() - Fixtures.T0.getEpochSecond() + later;

                told.at(now).see(observations(now).get(i));

                told.at(now + 1).tick();
                told.at(now + 4).tick();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void isEndedByEveryDeadlineUnlessItIsOver(String name) {
        Story told = requireNonNull(stories().get(name)).get();

        told.at(7_200).tick();

        assertThat(told.session().isActive()).isFalse();
    }

    @Test
    void tellsOneStoryForEachState() {
        assertThat(stories().values().stream().map(story -> story.get().state()))
                .contains(
                        "pending",
                        "launching",
                        "booting",
                        "verifying",
                        "retrying",
                        "running",
                        "halting",
                        "ending",
                        "kept",
                        "stopped",
                        "failed");
    }
}
