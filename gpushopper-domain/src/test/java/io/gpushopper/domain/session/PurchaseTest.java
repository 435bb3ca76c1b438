package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.OTHER_ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.done;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.starting;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PurchaseTest {
    /** Sent by 10, answered by 70, shown by 190: counted from the mark. */
    private static final long WINDOW_ENDS = 190;

    @Test
    void waitsForItsTurnBeforeAnythingIsSent() {
        Story story = Story.pending().tick();

        assertThat(story.effects()).containsExactly(new Effect.TakeTurn(TAG));
        assertThat(story.session().nextActAt()).isEqualTo(at(45));
    }

    @Test
    void isSentWithTheMarkThatSaysUntilWhenItMayBe() {
        Story story = Story.pending().at(3).see(new Observation.Turn(TAG, true));

        assertThat(story.effects()).containsExactly(new Effect.Launch(TAG));
        assertThat(story.session().attempts().get(0).sent()).isEqualTo(new LaunchAttempt.Sent(at(3), at(13)));
        assertThat(story.state()).isEqualTo("launching");
    }

    @Test
    void isNeverSentTwice() {
        Story story = Story.launching();

        assertThat(story.at(1).see(new Observation.Turn(TAG, true)).effects()).isEmpty();
        assertThat(story.at(500).tick().effects()).noneMatch(Effect.Launch.class::isInstance);
    }

    @Test
    void isNotSentAgainWhenTheStoreHasForgottenThatItWas() {
        Session forgetful = Story.pending().session().withInstance(ONE, TAG, at(1));

        Story story = new Story(forgetful, Fixtures.POLICY, at(1)).tick();

        assertThat(story.effects())
                .noneMatch(effect -> effect instanceof Effect.TakeTurn || effect instanceof Effect.Destroy);
        assertThat(story.state()).isEqualTo("booting");
        assertThat(story.settlement()).contains(LaunchAttempt.Settlement.LAUNCHED);
        assertThat(story.arrows()).containsExactly("pending > provisioning");
    }

    @Test
    void failsTheSessionWhenTheTurnDoesNotCome() {
        Story story = Story.pending().at(30).see(new Observation.Turn(TAG, false));

        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
        assertThat(story.failure()).isEqualTo("provider_unavailable");
        assertThat(story.arrows()).containsExactly("pending > failed");
        assertThat(story.session().nextActAt()).isNull();
    }

    @Test
    void isNotSentOnceTheReservationHasRunOut() {
        Story story = Story.pending().at(7_200).see(new Observation.Turn(TAG, true));

        assertThat(story.effects()).isEmpty();
        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void isNotSentOnceTheEndIsWanted() {
        Story story = Story.pending().at(1).see(done()).at(2).see(new Observation.Turn(TAG, true));

        assertThat(story.effects()).isEmpty();
        assertThat(story.arrows())
                .containsExactly("pending > provisioning", "provisioning > stopping", "stopping > stopped");
    }

    @Test
    void bindsTheInstanceThatItBrought() {
        Story story = Story.booting();

        assertThat(story.state()).isEqualTo("booting");
        assertThat(story.session().instance().orElseThrow().id()).isEqualTo(ONE);
        assertThat(story.settlement()).contains(LaunchAttempt.Settlement.LAUNCHED);
    }

    @ParameterizedTest
    @EnumSource
    void failsTheSessionWhenItIsRefused(ErrorKind kind) {
        Story story = Story.launching().at(1).answer(new LaunchOutcome.Rejected(kind, "no", null));

        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
        assertThat(story.failure()).isEqualTo(FailureType.ofRefusal(kind).word());
        assertThat(story.arrows()).containsExactly("pending > provisioning", "provisioning > failed");
    }

    @Test
    void destroysTheInstanceThatARefusalNames() {
        Story story = Story.launching().at(1).answer(new LaunchOutcome.Rejected(ErrorKind.UNAVAILABLE, "no", ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(story.failure()).isEqualTo("provider_unavailable");
        assertThat(story.destroys(ONE)).isTrue();

        story.at(2).see(Fixtures.accepted(ONE)).at(130).see(Fixtures.noSuch(ONE));
        story.at(132).see(listed(131)).at(134).see(Fixtures.noSuch(ONE));

        assertThat(story.arrows())
                .containsExactly("pending > provisioning", "provisioning > stopping", "stopping > failed");
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 5", "2, 10", "3, 20", "4, 40", "5, 60", "6, 90"})
    void looksForItsTagAtTheTimesOfTheProtocol(int looks, long due) {
        Story story = Story.unknown();
        long[] times = {2, 5, 10, 20, 40, 60};
        for (int i = 0; i < looks; i++) {
            story.at(times[i]).tick();
            assertThat(story.looks()).isTrue();
            story.see(listed(times[i]));
        }

        assertThat(story.session().nextActAt()).isEqualTo(at(due));
        assertThat(story.at(due - 1).tick().looks()).isFalse();
        assertThat(story.at(due).tick().looks()).isTrue();
    }

    @Test
    void isLookedForAndSettledThoughAClockThatWasWrongDatedALookInTheFuture() {
        Story tomorrow = Story.unknown().at(86_400).see(listed(86_400));

        Story right = new Story(tomorrow.session(), Fixtures.POLICY, at(200)).tick();
        assertThat(right.looks()).isTrue();
        right.see(listed(200)).at(230).see(listed(230));

        assertThat(right.settlement()).contains(LaunchAttempt.Settlement.NOTHING);
    }

    @Test
    void isAdoptedAsSoonAsItsTagIsListed() {
        Story story = Story.unknown().at(5).see(listed(5, starting(TWO)));

        assertThat(story.state()).isEqualTo("booting");
        assertThat(story.session().instance().orElseThrow().id()).isEqualTo(TWO);
        assertThat(story.settlement()).contains(LaunchAttempt.Settlement.LAUNCHED);
    }

    @Test
    void isUnknownWhenNobodySavedTheAnswer() {
        Story story = Story.launching();

        assertThat(story.session().nextActAt()).isEqualTo(at(75));
        assertThat(story.at(75).tick().looks()).isTrue();
        assertThat(story.session().attempts().get(0).answer()).isInstanceOf(LaunchOutcome.Unknown.class);
    }

    @Test
    void broughtNothingWhenTwoListingsAfterTheWindowLackIt() {
        Story story = Story.unknown().at(WINDOW_ENDS).see(listed(WINDOW_ENDS));
        assertThat(story.state()).isEqualTo("launching");

        story.at(WINDOW_ENDS + 3).see(listed(WINDOW_ENDS + 3));

        assertThat(story.settlement()).contains(LaunchAttempt.Settlement.NOTHING);
        assertThat(story.failure()).isEqualTo("outcome_unknown");
        assertThat(story.arrows()).containsExactly("pending > provisioning", "provisioning > failed");
    }

    @ParameterizedTest(name = "listings asked for at {0} and {1}")
    @CsvSource({"189, 189", "100, 189", "189, 190", "190, 190"})
    void isNotSettledByLess(long first, long second) {
        Story story = Story.unknown().at(first).see(listed(first)).at(second).see(listed(second));

        assertThat(story.settlement()).isEmpty();
    }

    @Test
    void isNotSettledByAnotherAccountNorByAnOldListing() {
        Story story = Story.unknown().at(300);
        for (int i = 0; i < 4; i++) {
            story.at(300 + i).see(listed(OTHER_ACCOUNT, 300 + i, 300 + i));
            story.at(400 + i).see(listed(ACCOUNT, 200 + i, 339 + i));
        }

        assertThat(story.settlement()).isEmpty();
    }

    @Test
    void isNotAdoptedFromAnotherAccount() {
        Story story = Story.unknown().at(5).see(listed(OTHER_ACCOUNT, 5, 5, starting(ONE)));

        assertThat(story.state()).isEqualTo("launching");
        assertThat(story.session().instances()).isEmpty();
    }

    @Test
    void isNotLookedForInATightLoopWhileListingsFail() {
        Story story = Story.unknown().at(300).tick();
        assertThat(story.looks()).isTrue();

        assertThat(story.see(new Observation.NotListed()).looks()).isFalse();
        assertThat(story.see(listed(OTHER_ACCOUNT, 300, 300)).looks()).isFalse();
        assertThat(story.see(listed(ACCOUNT, 100, 200)).looks()).isFalse();
        assertThat(story.at(303).tick().looks()).isTrue();
    }

    @Test
    void endWantedMeanwhileWaitsForTheSettlementAndDestroysWhatItBrought() {
        Story story = Story.launching().at(2).see(done());
        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(story.effects()).isEmpty();

        story.at(20).answer(new LaunchOutcome.Launched(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void endWantedMeanwhileIsOverOnceNothingWasBrought() {
        Story story = Story.unknown().at(2).see(done());

        story.at(190).see(listed(190)).at(194).see(listed(194));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void secondInstanceUnderItsTagIsDestroyedWhileTheFirstLives() {
        Story story = Story.running().at(40).see(listed(40, Fixtures.up(ONE), starting(TWO)));

        assertThat(story.state()).isEqualTo("running");
        assertThat(story.destroys(TWO)).isTrue();
        assertThat(story.notes()).anyMatch(note -> note.contains("vastai/1002"));

        story.at(41).see(Fixtures.accepted(TWO)).at(45).see(Fixtures.noSuch(TWO));
        story.at(47).see(listed(46, Fixtures.up(ONE))).at(49).see(Fixtures.noSuch(TWO));

        assertThat(story.instance(TWO).isGone()).isTrue();
        assertThat(story.state()).isEqualTo("running");
    }

    @Test
    void lateInstanceOfASessionThatIsOverIsDestroyedWhileItStaysOver() {
        Story story = Story.launching().at(1).answer(new LaunchOutcome.Rejected(ErrorKind.RATE_LIMITED, "429", null));

        story.at(10_000).see(listed(10_000, starting(TWO)));
        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
        assertThat(story.destroys(TWO)).isTrue();
        assertThat(story.notes()).hasSize(1);

        story.at(10_001).see(Fixtures.accepted(TWO)).at(10_005).see(Fixtures.noSuch(TWO));
        story.at(10_007).see(listed(10_006)).at(10_009).see(Fixtures.noSuch(TWO));
        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
        assertThat(story.session().nextActAt()).isNull();
        assertThat(story.ledger().open()).isEmpty();
    }
}
