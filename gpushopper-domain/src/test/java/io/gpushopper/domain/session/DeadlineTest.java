package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadlineTest {
    static Stream<Supplier<Story>> live() {
        return Stream.of(
                Story::pending, Story::launching, Story::unknown, Story::booting, Story::verifying, Story::running);
    }

    @ParameterizedTest
    @MethodSource("live")
    void endsASessionWhenItsReservationRunsOut(Supplier<Story> live) {
        Story story = live.get();
        Session short_ = shortened(story.session());

        story.replace(short_).at(59).tick();
        assertThat(story.session().isActive()).isTrue();
        assertThat(story.session().nextActAt()).isBeforeOrEqualTo(at(60));
        story.at(60).tick();

        assertThat(story.session().isActive()).isFalse();
        assertThat(story.session().endCause().orElseThrow()).isEqualTo(EndCause.of(StopReason.EXPIRED));
    }

    @ParameterizedTest
    @MethodSource("live")
    void keepsASessionWhoseTimeHasComeForAsLongAsTheClocksDisagree(Supplier<Story> live) {
        Session due = shortened(live.get().session());

        Story doubtful = new Story(due, Fixtures.UNSURE_OF_TIME, at(60)).tick();
        assertThat(doubtful.session().isActive()).isTrue();
        assertThat(doubtful.session().nextActAt()).isBeforeOrEqualTo(at(65));
        Story sure = new Story(doubtful.session(), Fixtures.POLICY, at(65)).tick();

        assertThat(sure.session().endCause().orElseThrow()).isEqualTo(EndCause.of(StopReason.EXPIRED));
    }

    @ParameterizedTest
    @MethodSource("live")
    void endsASessionWhoseEndIsAskedForThoughTheClocksDisagree(Supplier<Story> live) {
        Story doubtful = new Story(live.get().session(), Fixtures.UNSURE_OF_TIME, at(60));

        doubtful.see(Fixtures.done());

        assertThat(doubtful.session().isActive()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("live")
    void endsASessionWhoseKeyNobodyGaveOutInTime(Supplier<Story> live) {
        Story story = live.get();
        Session owed = owing(story.session(), Delivery.owedBy(at(90)));

        story.replace(owed).at(89).tick();
        assertThat(story.session().isActive()).isTrue();
        assertThat(story.session().nextActAt()).isBeforeOrEqualTo(at(90));
        story.at(90).tick();

        assertThat(story.session().isActive()).isFalse();
        assertThat(story.session().endCause().orElseThrow()).isEqualTo(EndCause.of(StopReason.UNDELIVERED));
    }

    @ParameterizedTest
    @MethodSource("live")
    void keepsASessionWhoseKeyIsBeingGivenOut(Supplier<Story> live) {
        Story story = live.get();
        Session owed = owing(story.session(), Delivery.owedBy(at(90)));

        story.replace(owed.delivered()).at(91).tick();

        assertThat(story.session().isActive()).isTrue();
        assertThat(story.session().delivery()).isEqualTo(Delivery.BEGUN);
    }

    @ParameterizedTest
    @MethodSource("live")
    void keepsASessionToWhichAConsumerBroughtAKeyMeanwhile(Supplier<Story> live) {
        Story story = live.get();
        Session owed = owing(story.session(), Delivery.owedBy(at(90)));

        story.replace(owed.withKey(Fixtures.key("mine"), at(20))).at(91).tick();

        assertThat(story.session().isActive()).isTrue();
        assertThat(story.session().delivery()).isEqualTo(Delivery.BROUGHT);
    }

    @Test
    void aKeyThatIsStoredOrTheConsumersOwnIsNeverOwed() {
        for (Delivery delivery : List.of(Delivery.STORED, Delivery.BROUGHT)) {
            assertThat(owing(Story.running().session(), delivery).delivered().delivery())
                    .isEqualTo(delivery);
        }
    }

    @Test
    void endsASessionAtTheHardLimitWhateverWasExtended() {
        Session extended = Story.running().session().extendedBy(Duration.ofHours(10));
        assertThat(extended.terms().expiresAt()).isEqualTo(at(12 * 3_600));

        Story story = new Story(extended, Fixtures.POLICY, at(43_199)).tick();
        assertThat(story.session().isActive()).isTrue();

        assertThat(story.at(43_200).tick().status()).isEqualTo(SessionStatus.STOPPING);
    }

    @Test
    void bothOfTwoExtensionsCount() {
        Session extended =
                Story.running().session().extendedBy(Duration.ofHours(1)).extendedBy(Duration.ofHours(2));

        assertThat(extended.terms().expiresAt()).isEqualTo(at(5 * 3_600));
        assertThat(extended.terms().reservation()).isEqualTo(Duration.ofHours(5));
        assertThat(new Story(extended, Fixtures.POLICY, at(7_200)).tick().state())
                .isEqualTo("running");
    }

    @Test
    void refusesAnExtensionBeyondTheHardLimitAndSaysWhatIsPossible() {
        Session session = Story.running().session();

        assertThatThrownBy(() -> session.extendedBy(Duration.ofHours(11)))
                .isInstanceOfSatisfying(
                        ExtensionTooLongException.class,
                        refused -> assertThat(refused.possible()).isEqualTo(Duration.ofHours(10)));
    }

    @Test
    void refusesToExtendWhatEndsOrIsOver() {
        for (Story story : List.of(Story.ending(), Story.stopped())) {
            assertThatThrownBy(() -> story.session().extendedBy(Duration.ofHours(1)))
                    .isInstanceOf(IllegalTransitionException.class);
        }
    }

    private static Session owing(Session session, Delivery delivery) {
        return new Session(
                session.id(),
                session.terms(),
                session.state(),
                session.attempts(),
                session.instances(),
                delivery,
                session.stamp(),
                session.nextActAt());
    }

    private static Session shortened(Session session) {
        return new Session(
                session.id(),
                Fixtures.terms(Duration.ofMinutes(1), Duration.ofHours(12)),
                session.state(),
                session.attempts(),
                session.instances(),
                session.delivery(),
                session.stamp(),
                session.nextActAt());
    }
}
