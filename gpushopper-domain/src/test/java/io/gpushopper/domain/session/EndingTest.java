package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.OTHER_ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.accepted;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.done;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.noSuch;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.up;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EndingTest {
    @ParameterizedTest
    @EnumSource(
            value = StopReason.class,
            names = {"DONE", "DELETED"})
    void destroysTheInstanceAtOnceWhenTheEndIsWanted(StopReason reason) {
        Story story = Story.running().at(10).see(new Observation.EndWanted(EndCause.of(reason)));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void firstCauseStands() {
        Story story = Story.ending().at(11).see(new Observation.EndWanted(EndCause.of(StopReason.DELETED)));

        assertThat(story.session().endCause().orElseThrow().reason()).isEqualTo(StopReason.DONE);
    }

    @Test
    void stopsOnlyAfterTheWholeProof() {
        Story story = Story.stopped();

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
        assertThat(story.arrows())
                .containsExactly(
                        "pending > provisioning", "provisioning > running", "running > stopping", "stopping > stopped");
        assertThat(story.ledger().open()).isEmpty();
    }

    @ParameterizedTest(name = "answers at {0} and {1}, a listing asked for at {2}")
    @CsvSource({
        "14, 16, 15", // less than 3 s apart
        "14, 14, 14",
        "14, 20, 13", // the listing is older than the first answer
    })
    void isNotProvedByLess(long first, long second, long listing) {
        Story story = Story.destroyed().at(first).see(noSuch(ONE));
        story.at(second).see(listed(listing)).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
    }

    @Test
    void isNotProvedByAnswersAlone() {
        Story story = Story.destroyed();
        for (int second = 14; second < 400; second += 4) {
            story.at(second).see(noSuch(ONE)).see(new Observation.NotTold(ONE));
        }

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
    }

    @Test
    void isNotProvedByAListingThatSaysNothing() {
        Story story = Story.destroyed().at(14).see(noSuch(ONE));
        story.at(120).see(listed(OTHER_ACCOUNT, 119, 119)).see(listed(ACCOUNT, 20, 59));

        assertThat(story.see(noSuch(ONE)).status()).isEqualTo(SessionStatus.STOPPING);
    }

    @Test
    void countsAListingUntilAMinuteAfterItArrived() {
        Story story = Story.destroyed().at(14).see(noSuch(ONE));
        story.at(120).see(listed(ACCOUNT, 20, 60));

        assertThat(story.see(noSuch(ONE)).status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void listingThatShowsTheTagUnderAnUnknownIdProvesNothing() {
        Story story = Story.destroyed().at(14).see(noSuch(ONE));

        story.at(16).see(listed(15, up(TWO))).at(20).see(noSuch(ONE));

        assertThat(story.instance(ONE).isGone()).isFalse();
        assertThat(story.destroys(TWO)).isTrue();
    }

    @Test
    void asksAndLooksForTheProofAtAPolitePace() {
        Story story = Story.destroyed();
        assertThat(story.asks(ONE)).isTrue();

        assertThat(story.see(noSuch(ONE)).effects()).isEmpty();
        assertThat(story.session().nextActAt()).isEqualTo(at(14));
        assertThat(story.at(14).tick().asks(ONE)).isTrue();
        assertThat(story.looks()).isTrue();
    }

    @Test
    void doesNotLookInATightLoopWhileListingsFail() {
        Story story = Story.destroyed().see(noSuch(ONE)).at(14).tick().see(noSuch(ONE));

        assertThat(story.see(new Observation.NotListed()).effects()).isEmpty();
        assertThat(story.see(listed(OTHER_ACCOUNT, 14, 14)).effects()).isEmpty();
        assertThat(story.at(17).tick().looks()).isTrue();
    }

    @Test
    void retriesARefusedDestroyForEverWithBackoff() {
        Story story = Story.ending();
        long second = 10;
        for (long wait : List.of(1, 2, 4, 8, 16, 32, 60, 60, 60)) {
            story.at(second).see(new Observation.DestroyRefused(ONE));
            assertThat(story.session().nextActAt()).isBeforeOrEqualTo(at(second + wait));
            assertThat(story.at(second + wait - 1).tick().destroys(ONE)).isFalse();
            second += wait;
            assertThat(story.at(second).tick().destroys(ONE)).isTrue();
        }
        assertThat(story.at(1_000_000).tick().destroys(ONE)).isTrue();
    }

    @Test
    void concludesAnEndThatSomebodyElseMadeWhileItsOwnDestroysAreRefused() {
        Story story = Story.ending().at(10).see(new Observation.DestroyRefused(ONE));
        story.at(60).see(noSuch(ONE)).see(listed(61));
        assertThat(story.at(80).see(noSuch(ONE)).session().status()).isEqualTo(SessionStatus.STOPPING);

        assertThat(story.at(91).see(noSuch(ONE)).session().status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void asksAboutAnEndThatWasAcceptedWithoutEffectAndIsRefusedSince() {
        Story story = Story.destroyed().at(50).see(shown(up(ONE))).see(new Observation.DestroyRefused(ONE));
        story.at(100).see(noSuch(ONE)).see(listed(101));

        assertThat(story.at(131).tick().asks(ONE)).isTrue();
        assertThat(story.see(noSuch(ONE)).session().status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void takesTenAnswersOverAnHourForAListingThatNeverComes() {
        Story story = Story.destroyed();
        for (int second = 100; second < 3_700; second += 400) {
            story.at(second).see(noSuch(ONE)).see(new Observation.NotListed());
        }
        assertThat(story.session().status()).isEqualTo(SessionStatus.STOPPING);

        assertThat(story.at(3_700).see(noSuch(ONE)).session().status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void repeatsADestroyThatWasAcceptedWithoutEffect() {
        Story story = Story.destroyed().at(40).see(shown(up(ONE)));
        assertThat(story.destroys(ONE)).isFalse();

        assertThat(story.at(42).see(shown(up(ONE))).destroys(ONE)).isTrue();
        assertThat(story.see(accepted(ONE)).destroys(ONE)).isFalse();
        assertThat(story.at(90).see(shown(up(ONE))).destroys(ONE)).isTrue();
    }

    @Test
    void givesAnEndThatHasBegunMoreTime() {
        Story story = Story.destroyed().at(300).see(shown(in(InstanceCondition.ENDING, ONE)));
        assertThat(story.destroys(ONE)).isFalse();

        assertThat(story.at(320).see(shown(in(InstanceCondition.ENDING, ONE))).destroys(ONE))
                .isTrue();
    }

    @Test
    void aCallThatSaysNothingOfItStartsTheProofAndTellsNoEnd() {
        Story story = Story.ending().at(11).see(new Observation.DestroyAnswered(ONE, DestroyOutcome.TAKEN));

        Instance.Ending ending = story.session().find(ONE).orElseThrow().ending();
        assertThat(ending.destroyAcceptedAt()).isEqualTo(at(11));
        assertThat(ending.destroyedAt()).isNull();
        story.at(12).see(noSuch(ONE)).at(15).see(listed(15)).see(noSuch(ONE));
        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(DestroyOutcome.class)
    void isHeldNoLongerOnlyWhenItWasThereToBeDestroyed(DestroyOutcome outcome) {
        AbsenceProof held = AbsenceProof.NONE.heldBy(AbsenceHold.begun(at(5)));

        Instance.Ending ending = Instance.Ending.NONE.with(held).accepted(at(11), outcome);

        assertThat(ending.absence().isHeld()).isEqualTo(outcome != DestroyOutcome.ACCEPTED);
    }

    @Test
    void takesAlreadyGoneForAnAnswerByIdAndNoMore() {
        Story story = Story.ending()
                .at(11)
                .see(new Observation.DestroyAnswered(ONE, DestroyOutcome.ALREADY_GONE))
                .at(12)
                .see(listed(12));
        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);

        assertThat(story.at(14).see(noSuch(ONE)).status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void concludesNothingWithinTheVisibilityLagOfAnInstanceNeverSeen() {
        Story story = Story.booting().at(2).see(done()).at(3).see(accepted(ONE));
        story.at(4).see(noSuch(ONE)).at(8).see(listed(7)).at(120).see(noSuch(ONE));
        assertThat(story.instance(ONE).ending().absence().isBegun()).isFalse();

        story.at(121).see(noSuch(ONE)).at(124).see(listed(123)).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void countsTheVisibilityLagFromTheAnswerToThePurchase() {
        Story story = Story.launching().at(60).answer(new LaunchOutcome.Launched(ONE));
        story.at(61).see(done()).at(62).see(accepted(ONE));

        story.at(179).see(noSuch(ONE)).at(190).see(listed(190)).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
    }

    @Test
    void oneSightingUndoesTheEvidence() {
        Story story = Story.destroyed().at(14).see(noSuch(ONE)).at(16).see(shown(up(ONE)));
        assertThat(story.instance(ONE).ending().absence().isBegun()).isFalse();

        assertThat(story.at(20).see(listed(15)).see(noSuch(ONE)).status()).isEqualTo(SessionStatus.STOPPING);
    }

    @Test
    void listingAskedForBeforeTheFirstAnswerUndoesNothing() {
        Story story = Story.destroyed().at(14).see(noSuch(ONE)).at(15).see(listed(13, up(ONE)));
        assertThat(story.instance(ONE).ending().absence().isBegun()).isTrue();

        story.at(17).see(listed(16)).at(18).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void destroysAnInstanceThatIsShownAgainAfterItWasGone() {
        Story story = Story.stopped().at(300).see(listed(300, up(ONE)));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
        assertThat(story.destroys(ONE)).isTrue();
        assertThat(story.notes()).anyMatch(note -> note.contains("again"));
        assertThat(story.ledger().open()).as("booked to its session").hasSize(2);
    }

    @Test
    void olderListingDoesNotBringAnInstanceBack() {
        Story story = Story.stopped().at(25).see(listed(19, up(ONE)));

        assertThat(story.effects()).isEmpty();
        assertThat(story.instance(ONE).isGone()).isTrue();
    }

    @Test
    void needsEveryInstanceGoneAndNotOnlyTheBoundOne() {
        Story story =
                Story.running().at(9).see(listed(9, up(ONE), up(TWO))).at(10).see(done());
        story.at(11).see(accepted(ONE)).see(accepted(TWO)).at(14).see(noSuch(ONE));
        story.at(16).see(listed(15, up(TWO))).at(20).see(noSuch(ONE));
        assertThat(story.instance(ONE).isGone()).isTrue();
        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);

        story.see(noSuch(TWO)).at(24).see(listed(22)).see(noSuch(TWO));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }
}
