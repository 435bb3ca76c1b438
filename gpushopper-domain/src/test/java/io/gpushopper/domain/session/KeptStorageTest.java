package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.VERIFIED;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.noSuch;
import static io.gpushopper.domain.session.Fixtures.probed;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.up;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.spending.WorstCase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeptStorageTest {
    private static final Effect STOP = new Effect.Stop(ONE);
    private static final Observation TAKEN = new Observation.StopTried(ONE, true);
    private static final Observation REFUSED = new Observation.StopTried(ONE, false);
    private static final Observation STOPPED = shown(in(InstanceCondition.STOPPED, ONE));
    private static final long KEPT_UNTIL = 45 + 72 * 3_600;

    /** Running since second 8, with a disk that is to be kept for 72 hours. */
    static Story running() {
        return running(null);
    }

    private static Story running(@Nullable String cap) {
        SpendLimits limits = new SpendLimits(null, cap == null ? null : new Usd(new BigDecimal(cap)));
        return Story.of(new SessionOptions(Labels.NONE, Setup.USUAL, limits, RetryTerms.NEVER, Duration.ofHours(72)))
                .see(new Observation.Turn(TAG, true))
                .at(1)
                .answer(new LaunchOutcome.Launched(ONE))
                .at(2)
                .see(shown(starting(ONE)))
                .at(5)
                .see(shown(up(ONE)))
                .at(8)
                .see(probed(VERIFIED));
    }

    /** Its end is wanted since second 10. */
    static Story halting() {
        return running().at(10).see(Fixtures.done());
    }

    /** Its stop was taken in second 11, and it is shown stopped since second 15. */
    static Story shownStopped() {
        return halting().at(11).see(TAKEN).at(15).see(STOPPED);
    }

    /** Kept since second 45. */
    static Story kept() {
        return shownStopped().at(45).see(STOPPED);
    }

    private static Observation ended(StopReason reason) {
        return new Observation.EndWanted(EndCause.of(reason));
    }

    private static Instant until(Story story) {
        return ((SessionState.Kept) story.session().state()).until();
    }

    @Nested
    class Ending {
        @ParameterizedTest
        @EnumSource(names = {"DONE", "EXPIRED", "BUDGET"})
        void stopsTheMachineOfAnEndThatWasPlanned(StopReason reason) {
            Story story = running().at(10).see(ended(reason));

            assertThat(story.state()).isEqualTo("halting");
            assertThat(story.status()).isEqualTo(SessionStatus.STOPPING);
            assertThat(story.effects()).contains(STOP);
            assertThat(story.destroys(ONE)).isFalse();
        }

        @ParameterizedTest
        @EnumSource(names = {"DELETED", "UNDELIVERED", "FAILED"})
        void destroysWhatNobodyWantsOrCanUse(StopReason reason) {
            Story story = running().at(10).see(ended(reason));

            assertThat(story.state()).isEqualTo("ending");
            assertThat(story.destroys(ONE)).isTrue();
        }

        @Test
        void destroysWhatNeverRan() {
            Story story = Story.of(keeping()).see(new Observation.Turn(TAG, true));
            story.at(1).answer(new LaunchOutcome.Launched(ONE)).at(2).see(Fixtures.done());

            assertThat(story.state()).isEqualTo("ending");
            assertThat(story.destroys(ONE)).isTrue();
        }

        @Test
        void keepsTheDiskOfAMachineThatTheProviderStopped() {
            Story story = running().at(60).see(STOPPED).at(121).see(STOPPED);

            assertThat(story.state()).isEqualTo("halting");
            assertThat(story.effects()).contains(STOP);

            story.at(122).see(TAKEN).at(125).see(STOPPED).at(156).see(STOPPED);
            assertThat(story.state()).isEqualTo("kept");
            assertThat(story.status()).isEqualTo(SessionStatus.FAILED);
            assertThat(story.failure()).isEqualTo("provider_lost");
        }

        private SessionOptions keeping() {
            return new SessionOptions(
                    Labels.NONE, Setup.USUAL, SpendLimits.NONE, RetryTerms.NEVER, Duration.ofHours(72));
        }
    }

    @Nested
    class Halting {
        @Test
        void isOverOnceItWasShownStoppedTwiceHalfAMinuteApart() {
            Story story = shownStopped();

            assertThat(story.at(44).see(STOPPED).state()).isEqualTo("halting");
            assertThat(story.at(45).see(STOPPED).state()).isEqualTo("kept");
            assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);
            assertThat(until(story)).isEqualTo(Fixtures.at(KEPT_UNTIL));
            assertThat(story.session().nextActAt()).isEqualTo(Fixtures.at(KEPT_UNTIL));
            assertThat(story.arrows()).endsWith("running > stopping", "stopping > stopped");
        }

        @Test
        void takesWhatWasShownBeforeTheStopWasTakenForNothing() {
            Story story = halting().see(STOPPED).at(41).see(TAKEN).at(42).see(STOPPED);

            assertThat(story.state()).isEqualTo("halting");
            assertThat(story.at(71).see(STOPPED).state()).isEqualTo("halting");
            assertThat(story.at(72).see(STOPPED).state()).isEqualTo("kept");
        }

        @Test
        void isNotOverWhileItIsMeantToStartAgain() {
            Story story = shownStopped().at(45).see(shown(starting(ONE)));

            assertThat(story.state()).isEqualTo("halting");
            assertThat(story.effects()).as("stopped again").contains(STOP);
        }

        @Test
        void stopsAgainWhatWasTakenWithoutEffectAndDestroysItTheThirdTime() {
            Story story = halting().at(11).see(TAKEN);

            story.at(42).see(shown(up(ONE)));
            assertThat(story.effects())
                    .as("the second is due a minute after the first")
                    .doesNotContain(STOP);
            assertThat(story.at(71).tick().effects()).contains(STOP);

            story.see(TAKEN).at(102).see(shown(up(ONE)));
            assertThat(story.at(191).tick().effects()).contains(STOP);

            story.see(TAKEN).at(222).see(shown(up(ONE)));
            assertThat(story.state()).isEqualTo("ending");
            assertThat(story.destroys(ONE)).isTrue();
            assertThat(story.notes()).anyMatch(note -> note.contains("could not be stopped"));
        }

        @Test
        void destroysWhatCanNotBeStopped() {
            Story story = halting().at(11).see(REFUSED).at(71).see(REFUSED);
            assertThat(story.destroys(ONE)).isFalse();

            story.at(191).see(REFUSED);

            assertThat(story.state()).isEqualTo("ending");
            assertThat(story.destroys(ONE)).isTrue();
            assertThat(story.session().endCause().orElseThrow().reason()).isEqualTo(StopReason.DONE);
        }

        @ParameterizedTest
        @EnumSource(names = {"ENDING", "UNREACHABLE"})
        void destroysWithinHalfAnHourWhatWasShownStoppedOnceAndRunsOnOrIsOutOfSight(InstanceCondition condition) {
            Story story = shownStopped();
            for (long second = 20; second < 10 + 1_800; second += 60) {
                story.at(second).see(shown(in(condition, ONE)));
                if (story.effects().contains(STOP)) {
                    story.see(TAKEN);
                }
            }

            story.at(10 + 1_800).tick();

            assertThat(story.state()).isEqualTo("ending");
            assertThat(story.destroys(ONE)).isTrue();
        }

        @Test
        void stopsAgainWhatWasShownStoppedAndRunsThoughItIsNotMeantTo() {
            Story story = shownStopped().at(20).see(shown(in(InstanceCondition.ENDING, ONE)));

            assertThat(story.effects()).contains(STOP);
        }

        @Test
        void keepsWhatIsStoppedThoughASecondInstanceOfItTakesLongToGo() {
            Story story = halting().at(11).see(TAKEN).at(12).see(listed(12, up(ONE), up(TWO)));
            story.at(15).see(STOPPED).at(46).see(STOPPED);

            assertThat(story.at(10 + 1_800).tick().state()).isEqualTo("halting");
            assertThat(story.at(10 + 72 * 3_600).tick().state())
                    .as("its time is over")
                    .isEqualTo("ending");
        }

        @Test
        void destroysItWhenItsConsumerDeletesItMeanwhile() {
            Story story = halting().at(12).see(ended(StopReason.DELETED));

            assertThat(story.state()).isEqualTo("ending");
            assertThat(story.destroys(ONE)).isTrue();
        }

        @Test
        void waitsUntilASecondInstanceOfItIsGone() {
            Story story = halting().at(11).see(TAKEN).at(12).see(listed(12, up(ONE), up(TWO)));
            story.at(15).see(STOPPED).at(46).see(STOPPED);

            assertThat(story.state()).isEqualTo("halting");
            assertThat(story.destroys(TWO)).isTrue();
        }

        @Test
        void endsWithNothingKeptWhenItIsGone() {
            Story story = halting()
                    .at(11)
                    .see(noSuch(ONE))
                    .at(30)
                    .see(listed(30))
                    .at(42)
                    .see(noSuch(ONE));

            assertThat(story.state()).isEqualTo("stopped");
            assertThat(story.notes()).anyMatch(note -> note.startsWith("its storage is not kept"));
        }
    }

    @Nested
    class Kept {
        @Test
        void goesOnBeingChargedForItsDiskAlone() {
            Story story = kept();

            assertThat(story.ledger().open()).hasSize(1);
            assertThat(story.ledger().of(ONE, ChargeKind.COMPUTE)).allMatch(line -> line.to() != null);
            assertThat(story.ledger().of(ONE, ChargeKind.STORAGE))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.to()).isNull();
                        assertThat(line.rate()).isEqualTo(RATES.storage());
                    });
        }

        @Test
        void isDestroyedAtItsEndWithTheUsualProof() {
            Story story = kept();
            assertThat(story.at(KEPT_UNTIL - 1).tick().destroys(ONE)).isFalse();

            assertThat(story.at(KEPT_UNTIL).tick().destroys(ONE)).isTrue();
            assertThat(story.status()).isEqualTo(SessionStatus.STOPPED);

            gone(story, KEPT_UNTIL);
            assertThat(story.session().nextActAt()).isNull();
            assertThat(story.ledger().open()).isEmpty();
            assertThat(story.arrows()).endsWith("stopping > stopped");
        }

        @Test
        void isNotDestroyedForItsTimeWhileTheClocksDisagree() {
            Story doubtful = doubtful(kept(), KEPT_UNTIL).tick();
            assertThat(doubtful.destroys(ONE)).isFalse();
            assertThat(doubtful.session().nextActAt()).isEqualTo(Fixtures.at(KEPT_UNTIL + 5));

            Story sure = new Story(doubtful.session(), Fixtures.POLICY, Fixtures.at(KEPT_UNTIL + 5)).tick();

            assertThat(sure.destroys(ONE)).isTrue();
        }

        @Test
        void isReleasedWhenItsConsumerDeletesItThoughTheClocksDisagree() {
            Story doubtful = doubtful(kept(), 100).see(ended(StopReason.DELETED));

            assertThat(doubtful.destroys(ONE)).isTrue();
            assertThat(doubtful.at(101).tick().destroys(ONE)).isTrue();
        }

        @Test
        void aDestroyForItsTimeThatHasBegunGoesOnThoughTheClocksDisagreeSince() {
            Story due = kept().at(KEPT_UNTIL).tick().see(new Observation.DestroyRefused(ONE, ErrorKind.UNAVAILABLE));

            assertThat(doubtful(due, KEPT_UNTIL + 60).tick().destroys(ONE)).isTrue();
        }

        @Test
        void isNotReleasedForWhatItCostsWhileTheClocksDisagree() {
            Story capped = running("0.10").at(10).see(Fixtures.done()).at(11).see(TAKEN);
            capped.at(15).see(STOPPED).at(45).see(STOPPED);

            assertThat(doubtful(capped, KEPT_UNTIL - 1).tick().destroys(ONE)).isFalse();
            assertThat(capped.at(KEPT_UNTIL - 1).tick().destroys(ONE)).isTrue();
        }

        private static Story doubtful(Story story, long second) {
            return new Story(story.session(), Fixtures.UNSURE_OF_TIME, Fixtures.at(second));
        }

        @Test
        void isReleasedWhenItsConsumerDeletesIt() {
            Story story = kept().at(100).see(ended(StopReason.DELETED));

            assertThat(until(story)).isEqualTo(Fixtures.at(100));
            assertThat(story.destroys(ONE)).isTrue();
            gone(story, 100);
            assertThat(story.session().endCause().orElseThrow().reason()).isEqualTo(StopReason.DONE);
        }

        @Test
        void isStoppedAgainWhenItRunsOrIsMeantToAndIsBookedMeanwhile() {
            Story story = kept().at(1_000).see(listed(1_000, up(ONE)));
            assertThat(story.effects()).contains(STOP);
            assertThat(story.notes()).anyMatch(note -> note.contains("stopped again"));
            assertThat(story.ledger().of(ONE, ChargeKind.COMPUTE)).hasSize(2);

            story.at(1_001).see(TAKEN).at(1_005).see(STOPPED);

            assertThat(story.state()).isEqualTo("kept");
            assertThat(until(story)).isEqualTo(Fixtures.at(KEPT_UNTIL));
            assertThat(story.ledger().open()).hasSize(1);
            assertThat(kept().at(1_000).see(listed(1_000, starting(ONE))).effects())
                    .contains(STOP);
            // So Vast.ai shows one that was started and has not come up yet.
            assertThat(kept().at(1_000)
                            .see(listed(1_000, in(InstanceCondition.FAILED, ONE)))
                            .effects())
                    .contains(STOP);
        }

        @Test
        void isStoppedAgainWhenItRunsThoughItIsNotMeantToAndReleasedWhenThatIsInVain() {
            Observation running = shown(in(InstanceCondition.ENDING, ONE));
            Story story = kept();
            int stops = 0;
            for (long second = 1_000; second < 1_000 + 3_600 && !story.destroys(ONE); second += 30) {
                story.at(second).see(running);
                if (story.effects().contains(STOP)) {
                    stops++;
                    story.see(TAKEN);
                }
            }

            assertThat(stops).isEqualTo(KeptStorage.MOST_FAILURES);
            assertThat(story.destroys(ONE)).isTrue();
        }

        @Test
        void isStoppedThoughItIsOutOfSightSinceItRan() {
            Story story = kept().at(1_000).see(listed(1_000, up(ONE))).at(1_001).see(REFUSED);
            story.at(1_030).see(shown(in(InstanceCondition.UNREACHABLE, ONE)));

            assertThat(story.at(1_061).tick().effects()).contains(STOP);
        }

        @Test
        void isReleasedAfterThreeStopsInVain() {
            Story story = kept().at(1_000).see(listed(1_000, up(ONE))).at(1_001).see(REFUSED);
            story.at(1_061).tick().see(REFUSED);
            assertThat(story.destroys(ONE)).isFalse();

            story.at(1_181).tick().see(REFUSED);

            assertThat(until(story)).isEqualTo(Fixtures.at(1_181));
            assertThat(story.destroys(ONE)).isTrue();
        }

        @Test
        void isReleasedBeforeItCostsMoreThanItMay() {
            // About 0.003 for the machine, then 0.02 an hour for the disk.
            Story story = running("0.10").at(10).see(Fixtures.done()).at(11).see(TAKEN);
            story.at(15).see(STOPPED).at(45).see(STOPPED);
            assertThat(story.state()).isEqualTo("kept");
            long due =
                    Duration.between(Fixtures.T0, requireNonNull(story.session().nextActAt()))
                                    .toSeconds()
                            + 1;
            assertThat(due).isBetween(4 * 3_600L, 5 * 3_600L);

            story.at(due).tick();

            assertThat(story.destroys(ONE)).isTrue();
            assertThat(story.notes()).anyMatch(note -> note.contains("cost what it may"));
        }

        @Test
        void closesTheBooksWhenItIsGoneByItself() {
            Story story = kept().at(1_000).see(listed(1_000));
            assertThat(story.asks(ONE)).isTrue();

            story.see(noSuch(ONE)).at(1_031).see(listed(1_031)).see(noSuch(ONE));

            assertThat(story.state()).isEqualTo("stopped");
            assertThat(story.ledger().open()).isEmpty();
            assertThat(story.session().nextActAt()).isNull();
        }

        @Test
        void leavesAloneWhatIsOutOfSight() {
            Story story = kept().at(1_000).see(listed(1_000, in(InstanceCondition.UNREACHABLE, ONE)));

            assertThat(story.effects()).isEmpty();
            assertThat(story.state()).isEqualTo("kept");
        }

        @Test
        void isReservedForWithWhatItsDiskCostsUntilItsEnd() {
            Story story = kept();
            Usd spent = SpentAtMost.of(story.session(), story.now()).amount();

            Usd worst = WorstCase.of(story.session(), story.now());

            assertThat(worst)
                    .isEqualTo(SpentAtMost.of(story.session(), Fixtures.at(KEPT_UNTIL))
                            .amount());
            assertThat(worst.minus(spent)).isEqualTo(RATES.storage().over(Duration.ofHours(72)));
        }

        private void gone(Story story, long from) {
            story.at(from + 1).see(Fixtures.accepted(ONE));
            story.at(from + 4).see(noSuch(ONE));
            story.at(from + 6).see(listed(from + 5));
            story.at(from + 10).see(noSuch(ONE));
            assertThat(story.state()).isEqualTo("stopped");
        }
    }
}
