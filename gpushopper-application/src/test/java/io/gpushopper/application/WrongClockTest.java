package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 9 of docs/no-orphans.md: the machine's clock goes wrong ten minutes before a session's reservation runs out. */
final class WrongClockTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration ANSWERS = Duration.ofSeconds(10);
    /** What two clocks may be apart that agree. */
    private static final Duration AGREEMENT = Duration.ofMinutes(2);

    private final Machine machine = new Machine();
    private final World world = new World(machine::over);
    private final SessionId session = tenMinutesBeforeItsEnd();
    private final Instant expiresAt = world.session(session).terms().expiresAt();

    /** A machine whose wall clock can be set, and which can sleep. */
    private static final class Machine {
        private Duration off = Duration.ZERO;
        private Duration slept = Duration.ZERO;
        private SteadyClock clock;

        SteadyClock over(SettableClock truth) {
            clock = new SteadyClock(
                    () -> truth.instant().plus(off),
                    () -> Duration.between(SettableClock.START, truth.instant())
                            .minus(slept)
                            .toNanos());
            return clock;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aWallClockThatIsSetWronglyEndsNoSessionEarlyOrLate(Duration step) {
        machine.off = step;

        passWithAnswersUntil(expiresAt.minusSeconds(1));
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.RUNNING);
        passWithAnswersUntil(expiresAt.plusSeconds(60));

        assertEndedForItsTime();
    }

    @Test
    void aWallClockThatIsSetAheadEndsNoSessionForTenMinutesThoughNoProviderAnswers() {
        machine.off = Duration.ofHours(1);

        world.pass(TEN_MINUTES.minusSeconds(1));
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.RUNNING);
        world.pass(Duration.ofSeconds(30));

        assertEndedForItsTime();
    }

    @Test
    void afterASleepOfTheMachineWhatIsOverdueEndsAsSoonAsAProviderAnswers() {
        machine.slept = Duration.ofHours(8);
        world.clock.advance(Duration.ofHours(8));

        world.pass(Duration.ofSeconds(20));
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.RUNNING);
        answer();
        world.pass(Duration.ofMinutes(1));

        assertEndedForItsTime();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT40S", "PT-40S"})
    void aReplicaThatIsOffTheDatabaseEndsNoSessionBeforeAProviderAgreesWithTheDatabase(Duration skew) {
        machine.off = skew;
        machine.clock.compared(world.clock.instant());
        // As much as the wall clock was off is a small step, which the clock follows; the database tells.
        world.pass(Duration.ofSeconds(20));
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.RUNNING);

        passWithAnswersUntil(expiresAt.minus(AGREEMENT));
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.RUNNING);
        passWithAnswersUntil(expiresAt.plus(AGREEMENT));

        assertEndedForItsTime();
    }

    @Test
    void aMachineThatStartsTwoHoursAheadEndsNoSessionEarlyThoughItsClockIsSetRightOnlyLater() {
        machine.off = Duration.ofHours(2);
        world.restartBy(machine::over);

        passUntil(world.clock.instant().plusSeconds(60), this::answerWithoutADatabase);
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.RUNNING);
        machine.off = Duration.ZERO;
        passUntil(expiresAt.minusSeconds(1), this::answerWithoutADatabase);
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.RUNNING);
        passUntil(expiresAt.plusSeconds(60), this::answerWithoutADatabase);

        assertEndedForItsTime();
    }

    private SessionId tenMinutesBeforeItsEnd() {
        SessionId rented = world.rent("alice", "1", 1);
        world.until(rented, SessionStatus.RUNNING, Duration.ofMinutes(1));
        Instant end = world.session(rented).terms().expiresAt();
        world.pass(Duration.between(world.clock.instant(), end.minus(TEN_MINUTES)));
        return rented;
    }

    private void passWithAnswersUntil(Instant moment) {
        passUntil(moment, this::answer);
    }

    private void passUntil(Instant moment, Runnable answers) {
        while (world.clock.instant().isBefore(moment)) {
            Duration left = Duration.between(world.clock.instant(), moment);
            world.pass(left.compareTo(ANSWERS) < 0 ? left : ANSWERS);
            answers.run();
        }
    }

    /** A provider says what time it is. */
    private void answer() {
        machine.clock.compared(world.clock.instant());
        answerWithoutADatabase();
    }

    private void answerWithoutADatabase() {
        machine.clock.told(world.clock.instant(), machine.clock.instant());
    }

    private void assertEndedForItsTime() {
        assertThat(world.session(session).endCause()).contains(EndCause.of(StopReason.EXPIRED));
    }
}
