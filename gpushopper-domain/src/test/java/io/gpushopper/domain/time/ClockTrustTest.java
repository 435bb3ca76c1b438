package io.gpushopper.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the clocks show, row by row: the true time, what the wall clock adds to it, and what the running one lacks. */
class ClockTrustTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(1);

    private Instant truth = NOON;
    private Duration wallOff = Duration.ZERO;
    private Duration slept = Duration.ZERO;
    private ClockReading last = reading();
    private ClockTrust trust = ClockTrust.begin(last).told(NOON, NOON, last);

    @ParameterizedTest
    @CsvSource({"PT0S,true", "PT119S,true", "PT-119S,true", "PT2H,false", "PT-2H,false"})
    void isNotSureOfTheTimeThatItBeginsWithBeforeAProviderAgrees(Duration off, boolean agrees) {
        beginWithTheWallOff(off);
        assertThat(trust.isSure()).isFalse();
        assertThat(trust.time(last)).isEqualTo(truth.plus(off));

        tell(truth);

        assertThat(trust.isSure()).isEqualTo(agrees);
    }

    @Test
    void aDatabaseThatMayGoByTheSameClockDoesNotMakeItSureAtItsBeginning() {
        beginWithTheWallOff(Duration.ofHours(2));

        compare(truth.plus(Duration.ofHours(2)));

        assertThat(trust.isSure()).isFalse();
    }

    @Test
    void goesByTheTimeThatItBeganWithAfterTenMinutesInWhichNoProviderAnswered() {
        beginWithTheWallOff(Duration.ZERO);

        pass(Duration.ofMinutes(9).plusSeconds(59));
        assertThat(trust.isSure()).isFalse();
        pass(STEP);

        assertThat(trust.isSure()).isTrue();
    }

    @Test
    void goesByTheWallClockThatIsSetRightAfterABeginningThatWasAhead() {
        beginWithTheWallOff(Duration.ofHours(2));
        tell(truth);

        setWall(Duration.ofHours(-2));
        assertThat(trust.isSure()).isFalse();
        tell(truth);

        assertThat(trust.isSure()).isTrue();
        assertThat(trust.time(last)).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource({"PT2H,PT0S", "PT121S,PT0S", "PT120S,PT120S", "PT1S,PT1S", "PT-2H,PT-2H"})
    void leavesAShownTimeOnlyWhenItIsAheadByMoreThanTwoClocksMayBeThatAgree(Duration ahead, Duration kept) {
        assertThat(trust.corrected(truth.plus(ahead), last)).isEqualTo(truth.plus(kept));
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT29S", "PT-29S", "PT30S", "PT-30S"})
    void followsTheWallClockInSmallSteps(Duration step) {
        setWall(step);

        assertThat(trust.isSure()).isTrue();
        assertThat(trust.time(last)).isEqualTo(truth.plus(step));
    }

    // Scenario 9 of docs/no-orphans.md, each with a session ten minutes from its expiry.
    @ParameterizedTest
    @CsvSource({"PT1H", "PT-1H", "PT31S", "PT-31S", "PT9000H"})
    void followsNoJumpOfTheWallClockBeforeAProviderAgrees(Duration jump) {
        setWall(jump);

        assertThat(trust.isSure()).isFalse();
        assertThat(trust.time(last)).isEqualTo(truth);
        pass(Duration.ofMinutes(9).plusSeconds(59));
        assertThat(trust.isSure()).isFalse();
        assertThat(trust.time(last)).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource({"PT1H", "PT-1H", "PT5M", "PT-5M"})
    void keepsTheRunningTimeWhenAProviderSaysThatTheWallClockIsWrong(Duration jump) {
        setWall(jump);

        tell(truth);

        assertThat(trust.isSure()).isTrue();
        pass(Duration.ofHours(3));
        assertThat(trust.time(last)).isEqualTo(truth);
    }

    @Test
    void goesBackToAWallClockThatIsSetRightAgain() {
        setWall(Duration.ofHours(1));
        tell(truth);

        setWall(Duration.ofHours(-1));
        tell(truth);

        assertThat(trust.isSure()).isTrue();
        assertThat(trust.ahead()).isZero();
    }

    @Test
    void wakesToTheRealTimeAfterASleepOnceAProviderAgrees() {
        sleep(Duration.ofHours(8));

        assertThat(trust.isSure()).isFalse();
        assertThat(trust.time(last)).isEqualTo(truth.minus(Duration.ofHours(8)));
        tell(truth.plusSeconds(119));
        assertThat(trust.isSure()).isTrue();
        assertThat(trust.time(last)).isEqualTo(truth);
    }

    @Test
    void goesByTheWallClockAfterTenMinutesInWhichNoProviderAgreed() {
        sleep(Duration.ofHours(8));
        tell(truth.minus(Duration.ofHours(4)));

        pass(Duration.ofMinutes(10));

        assertThat(trust.isSure()).isTrue();
        assertThat(trust.time(last)).isEqualTo(truth);
    }

    @Test
    void countsTheTenMinutesFromTheFirstOfTwoJumps() {
        setWall(Duration.ofHours(1));
        pass(Duration.ofMinutes(6));
        setWall(Duration.ofHours(1));

        pass(Duration.ofMinutes(4));

        assertThat(trust.isSure()).isTrue();
    }

    @Test
    void believesNoAnswerFromBeforeTheJump() {
        Instant asked = trust.time(last);
        pass(STEP);
        sleep(Duration.ofHours(8));

        trust = trust.told(truth, asked, last);

        assertThat(trust.isSure()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PT121S,false", "PT-121S,false", "PT120S,true", "PT-120S,true"})
    void believesAProviderThatAgreesWithinTwoMinutes(Duration off, boolean sure) {
        sleep(Duration.ofHours(8));

        tell(truth.plus(off));

        assertThat(trust.isSure()).isEqualTo(sure);
    }

    @ParameterizedTest
    @CsvSource({"PT40S", "PT-40S", "PT6S"})
    void aReplicaWhoseClockIsOffTheDatabasesWaitsForAProviderAndThenGoesByTheDatabase(Duration skew) {
        setWallQuietly(skew);

        compare(truth);
        assertThat(trust.isSure()).isFalse();
        assertThat(trust.time(last)).isEqualTo(truth.plus(skew));
        tell(truth);

        assertThat(trust.isSure()).isTrue();
        assertThat(trust.time(last)).isEqualTo(truth);
        pass(STEP);
        compare(truth);
        assertThat(trust.isSure()).isTrue();
    }

    @Test
    void goesByTheDatabaseWithoutADoubtWhenTheyAreNearlyAtOne() {
        setWallQuietly(Duration.ofSeconds(4));

        compare(truth);

        assertThat(trust.isSure()).isTrue();
        assertThat(trust.time(last)).isEqualTo(truth);
    }

    @Test
    void doesNotFollowADatabaseWhoseClockIsWrong() {
        compare(truth.plus(Duration.ofHours(1)));
        assertThat(trust.isSure()).isFalse();

        tell(truth);

        assertThat(trust.isSure()).isTrue();
        assertThat(trust.time(last)).isEqualTo(truth);
        compare(truth.plus(Duration.ofHours(1)));
        assertThat(trust.isSure()).as("it is known to be wrong").isTrue();
    }

    @Test
    void doubtsAgainWhenTheDatabasesClockIsSetOnceMore() {
        compare(truth.plus(Duration.ofHours(1)));
        tell(truth);

        compare(truth.plus(Duration.ofHours(2)));

        assertThat(trust.isSure()).isFalse();
    }

    @Test
    void aDatabaseThatStaysRightDoesNotHideAJumpOfTheWallClock() {
        compare(truth);
        setWall(Duration.ofHours(1));

        compare(truth);
        assertThat(trust.isSure()).isFalse();
        assertThat(trust.time(last)).isEqualTo(truth);
        tell(truth);

        assertThat(trust.time(last)).isEqualTo(truth);
    }

    @Test
    void beginsNoEarlierThanTheStoreHasSeen() {
        setWallQuietly(Duration.ofHours(-1));

        trust = trust.notBefore(truth, last);

        assertThat(trust.isSure()).isFalse();
        assertThat(trust.time(last)).isEqualTo(truth);
        tell(truth);
        assertThat(trust.time(last)).isEqualTo(truth);
    }

    @Test
    void dropsAHighestTimeThatWasWrong() {
        trust = trust.notBefore(truth.plus(Duration.ofDays(400)), last);

        tell(truth);

        assertThat(trust.isSure()).isTrue();
        assertThat(trust.time(last)).isEqualTo(truth);
    }

    private void beginWithTheWallOff(Duration by) {
        setWallQuietly(by);
        trust = ClockTrust.begin(last);
    }

    private void pass(Duration time) {
        for (Instant end = truth.plus(time); truth.isBefore(end); ) {
            truth = truth.plus(Duration.between(truth, end).compareTo(STEP) < 0 ? Duration.between(truth, end) : STEP);
            read();
        }
    }

    private void setWall(Duration by) {
        wallOff = wallOff.plus(by);
        read();
    }

    /** Before anybody read it. */
    private void setWallQuietly(Duration by) {
        wallOff = wallOff.plus(by);
        last = reading();
    }

    private void sleep(Duration time) {
        truth = truth.plus(time);
        slept = slept.plus(time);
        read();
    }

    private void tell(Instant date) {
        trust = trust.told(date, trust.time(last), last);
    }

    private void compare(Instant database) {
        trust = trust.compared(database, last);
    }

    private void read() {
        ClockReading now = reading();
        trust = trust.read(last, now);
        last = now;
    }

    private ClockReading reading() {
        return new ClockReading(
                truth.plus(wallOff), Duration.between(NOON, truth).minus(slept));
    }
}
