package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.accepted;
import static io.gpushopper.domain.session.Fixtures.alreadyGone;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.done;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.noSuch;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.up;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is held is not believed gone, and ends all the same when its end is due. */
class HeldAbsenceTest {
    private static final long HALF_AN_HOUR = 1_800;

    /** Missing since second 60, and held from then on. */
    private static Story held() {
        return Story.running()
                .at(60)
                .see(new Observation.AbsenceHeld(Set.of(ONE)))
                .see(listed(60))
                .see(noSuch(ONE));
    }

    private static Story missingUntil(Story story, long seconds) {
        for (long second = 90; second <= seconds; second += 30) {
            story.at(second).see(listed(second)).see(noSuch(ONE));
        }
        return story;
    }

    @Test
    void isNotConcludedGoneByTheUsualProof() {
        Story story = missingUntil(held(), 60 + HALF_AN_HOUR - 30);

        assertThat(story.state()).isEqualTo("running");
        assertThat(story.notes()).anyMatch(note -> note.contains("not believed gone before"));
    }

    @Test
    void isConcludedGoneAfterHalfAnHourOfTheSame() {
        Story story = missingUntil(held(), 60 + HALF_AN_HOUR + 30);

        assertThat(story.failure()).isEqualTo("provider_lost");
        assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
    }

    @Test
    void answersAloneAreNotUnanimous() {
        Story story = held();
        for (long second = 90; second <= 60 + 2 * HALF_AN_HOUR; second += 30) {
            story.at(second).see(noSuch(ONE));
        }

        assertThat(story.state()).isEqualTo("running");
    }

    @Test
    void isConcludedGoneAtOnceByAnOperatorsWord() {
        Story story = missingUntil(held(), 120);

        story.at(125).see(new Observation.AbsenceBelieved());

        assertThat(story.failure()).isEqualTo("provider_lost");
        assertThat(story.notes()).anyMatch(note -> note.contains("an operator says"));
    }

    @Test
    void oneSightingEndsTheHoldWithTheEvidence() {
        Story story = missingUntil(held(), 120).at(130).see(shown(up(ONE)));

        assertThat(story.instance(ONE).ending().absence()).isEqualTo(AbsenceProof.NONE);
        assertThat(story.notes()).anyMatch(note -> note.contains("held no longer"));
    }

    @Test
    void isDestroyedWhenItsEndIsDue() {
        Story story = missingUntil(held(), 120).at(130).see(done());

        assertThat(story.destroys(ONE)).isTrue();
    }

    @Test
    void anAcceptedDestroyEndsTheHoldForItIsExpectedToVanish() {
        Story story = held().at(70).see(done()).at(71).see(accepted(ONE));
        story.at(75).see(noSuch(ONE)).see(listed(75)).at(79).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void aDestroyOfWhatIsNotThereDoesNotEndTheHoldButTimeDoes() {
        Story story = held().at(70).see(done()).at(71).see(alreadyGone(ONE));
        missingUntil(story, 60 + HALF_AN_HOUR - 30);
        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);

        for (long second = 60 + HALF_AN_HOUR; second <= 150 + HALF_AN_HOUR; second += 30) {
            story.at(second).see(listed(second)).see(noSuch(ONE));
        }

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void looksForListingsWhileAnEndedOneIsHeld() {
        Story story =
                held().at(70).see(done()).at(71).see(alreadyGone(ONE)).at(110).tick();

        assertThat(story.asks(ONE)).isTrue();
        assertThat(story.looks()).isTrue();
    }

    @Test
    void theBooksEndWhenItWasFirstMissedIfThatIsBelieved() {
        Story story = held().at(90).see(listed(90)).see(noSuch(ONE)).see(new Observation.AbsenceBelieved());
        story.at(120).see(listed(120)).see(noSuch(ONE));

        assertThat(story.ledger().closed())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.to()).isEqualTo(at(60)))
                .allSatisfy(line -> assertThat(line.estimated()).isTrue());
    }

    @Test
    void withoutAnyListingAnAcceptedEndIsNotHeldForEver() {
        Story story = held().at(70).see(done()).at(71).see(alreadyGone(ONE));
        for (long second = 90; second <= 200 + 3 * HALF_AN_HOUR; second += 30) {
            story.at(second).see(new Observation.NotListed()).see(noSuch(ONE));
        }

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void tenAnswersBeforeTheDestroyWasAcceptedTakeNoListingsPlace() {
        Story story = Story.running().at(60).see(done());
        for (long second = 61; second <= 61 + 2 * HALF_AN_HOUR; second += 300) {
            story.at(second).see(new Observation.DestroyRefused(ONE)).see(noSuch(ONE));
        }

        story.at(3_800).see(alreadyGone(ONE)).at(3_830).see(noSuch(ONE));

        assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
    }
}
