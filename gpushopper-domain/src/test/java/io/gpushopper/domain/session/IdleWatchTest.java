package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.UsageSample.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Half an hour is allowed without use, so that a sample is taken every five minutes. */
final class IdleWatchTest {
    private static final IdleThreshold HALF_HOUR = new IdleThreshold(Duration.ofMinutes(30));
    private static final Instant START = Fixtures.T0;

    private final Machine machine = new Machine();
    private IdleWatch watch = IdleWatch.NONE;

    /** A machine of which everything is told, unless said otherwise. */
    private static final class Machine {
        private long minute;
        private Duration uptime = Duration.ofHours(50);
        private Duration processor = Duration.ofHours(2);
        private long networkBytes = 5_000_000_000L;
        private @Nullable Integer gpuPercent = 0;
        private @Nullable Integer logins = 0;
        private boolean tellsNetwork = true;

        Machine goesOn(long minutes) {
            minute += minutes;
            uptime = uptime.plusMinutes(minutes);
            processor = processor.plusSeconds(minutes);
            networkBytes += 20_000 * minutes;
            return this;
        }

        Instant now() {
            return START.plus(Duration.ofMinutes(minute));
        }

        UsageSample sample() {
            Counters counters = new Counters(uptime, processor, tellsNetwork ? Long.valueOf(networkBytes) : null);
            return new UsageSample(gpuPercent, 1, logins, counters, counters);
        }
    }

    private IdleWatchTest look(UseSign... signs) {
        watch = watch.sampled(machine.sample(), machine.now(), List.of(signs), HALF_HOUR);
        if (watch.wantsWarning(HALF_HOUR)) {
            watch = watch.warned(machine.now());
        }
        return this;
    }

    private IdleWatchTest after(long minutes) {
        machine.goesOn(minutes);
        return this;
    }

    private IdleWatchTest fail() {
        watch = watch.failed(machine.now(), "connection refused", List.of());
        return this;
    }

    private IdleWatchTest idleFor(long minutes) {
        look().after(5).look();
        for (long gone = 0; gone < minutes; gone += 5) {
            after(5).look();
        }
        return this;
    }

    @Test
    void endsWhatShowsNoUseForTheWholeThresholdAndIsAnnouncedTenMinutesBefore() {
        List<Long> warned = new ArrayList<>();
        look();
        while (!watch.isOver(HALF_HOUR)) {
            after(5).look();
            if (watch.isJustWarned()) {
                warned.add(machine.minute);
            }
        }

        assertThat(machine.minute).isEqualTo(35);
        assertThat(warned).containsExactly(25L);
        assertThat(watch.idleSince()).isEqualTo(START.plus(Duration.ofMinutes(5)));
    }

    static Stream<Arguments> signsOfUse() {
        return Stream.of(
                sign("a GPU above 5 %", machine -> machine.gpuPercent = 6),
                sign(
                        "processors above a tenth of a core",
                        machine -> machine.processor = machine.processor.plusSeconds(31)),
                sign("more than a megabyte a minute", machine -> machine.networkBytes += 5_100_000),
                sign("somebody logged in", machine -> machine.logins = 1));
    }

    private static Arguments sign(String what, java.util.function.Consumer<Machine> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signsOfUse")
    void anySignOfUseStartsTheClockAnew(String what, java.util.function.Consumer<Machine> change) {
        idleFor(25);
        assertThat(watch.warnedAt()).isNotNull();

        after(5);
        change.accept(machine);
        look();

        assertThat(watch.isOver(HALF_HOUR)).as(what).isFalse();
        assertThat(watch.idleness()).isNull();
        assertThat(watch.use()).extracting(UseSign::at).isEqualTo(machine.now());
    }

    static Stream<Arguments> whatIsNoUse() {
        return Stream.of(
                sign("a GPU at 5 %", machine -> machine.gpuPercent = 5),
                sign(
                        "processors at a tenth of a core, and a login of ours",
                        machine -> machine.processor = machine.processor.plusSeconds(25)),
                sign("a megabyte a minute", machine -> machine.networkBytes += 4_900_000));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsNoUse")
    void whatEveryMachineDoesIsNoUse(String what, java.util.function.Consumer<Machine> change) {
        idleFor(25);

        after(5);
        change.accept(machine);
        look();

        assertThat(watch.isOver(HALF_HOUR)).as(what).isTrue();
    }

    @Test
    void heartbeatCountsFromTheMomentItWasHeard() {
        idleFor(25);
        UseSign heard = new UseSign(machine.now().plusSeconds(1), "a heartbeat");

        after(5).look(heard);

        assertThat(watch.use()).isEqualTo(heard);
        assertThat(watch.idleSince()).isEqualTo(machine.now());
        assertThat(watch.warnedAt()).isNull();
        after(5).look(heard);
        assertThat(watch.idleSince())
                .as("an old heartbeat is no new use")
                .isEqualTo(machine.now().minusSeconds(300));
    }

    @Test
    void failedSamplesCountForNothingAndTwoInRowAreBridged() {
        idleFor(20);

        after(5).fail().after(1).fail().after(4).look();

        assertThat(watch.isOver(HALF_HOUR)).isTrue();
        assertThat(watch.isBlind()).isFalse();
    }

    @Test
    void timeThatNoWorkingSampleCoversIsNoIdleTime() {
        idleFor(25);

        after(1).fail().after(14).fail().after(1).look();

        assertThat(watch.idleness()).isNull();
        after(5).look();
        assertThat(watch.idleSince()).isEqualTo(machine.now());
    }

    @Test
    void isBlindAfterFifteenMinutesOfFailuresAndSeesAgainWithTheFirstThatWorks() {
        idleFor(5);

        for (int minute = 0; minute < 15; minute++) {
            after(1).fail();
            assertThat(watch.isBlind()).isFalse();
        }
        after(1).fail();

        assertThat(watch.isBlind()).isTrue();
        assertThat(watch.idleness()).isNull();
        after(1).look();
        assertThat(watch.isBlind()).isFalse();
    }

    @Test
    void sampleThatDoesNotTellAllNeitherEndsNorKeepsAnything() {
        idleFor(20);
        machine.gpuPercent = null;

        after(5).look().after(5).look();

        assertThat(watch.isOver(HALF_HOUR)).isFalse();
        assertThat(watch.failing())
                .extracting(IdleWatch.Failing::why)
                .isEqualTo("it does not tell the GPUs' utilisation");
    }

    @Test
    void sampleThatTellsLittleStillShowsUse() {
        idleFor(25);
        machine.tellsNetwork = false;
        machine.logins = null;
        machine.gpuPercent = 80;

        after(5).look();

        assertThat(watch.idleness()).isNull();
        assertThat(watch.failing()).isNull();
    }

    @Test
    void machineThatRestartedIsMeasuredAnew() {
        idleFor(25);
        machine.goesOn(5);
        machine.uptime = Duration.ofSeconds(20);
        machine.processor = Duration.ofSeconds(9);
        machine.networkBytes = 1_000;

        look();

        assertThat(watch.idleness()).isNull();
    }

    @Test
    void jumpOfOurClockIsNoIdleTime() {
        idleFor(15);
        machine.minute += 10;

        after(5).look();

        assertThat(watch.isOver(HALF_HOUR)).isFalse();
        assertThat(watch.idleness()).isNull();
    }

    @Test
    void clocksThatDriftApartMustBothSayThatTheTimeIsOver() {
        look().after(5).look();
        for (int i = 0; i < 6; i++) {
            machine.uptime = machine.uptime.minusSeconds(20);
            after(5).look();
        }

        assertThat(machine.now()).isEqualTo(requireNonNull(watch.idleSince()).plus(Duration.ofMinutes(30)));
        assertThat(watch.isOver(HALF_HOUR)).isFalse();
        assertThat(watch.nextSampleAt(HALF_HOUR, START)).contains(machine.now().plusSeconds(60));
        after(2).look();
        assertThat(watch.isOver(HALF_HOUR)).isTrue();
    }

    @Test
    void whatLiesInGapIsNotThinnedOutByItsLength() {
        look().after(5).look();
        machine.processor = machine.processor.plusSeconds(40);

        after(14).look();

        assertThat(watch.idleness())
                .as("40 s of a core within 14 minutes may be 40 s within 5")
                .isNull();
    }

    @Test
    void sampleThatComesAgainChangesNothing() {
        idleFor(10);
        IdleWatch before = watch;

        look();
        fail();

        assertThat(watch).isEqualTo(before);
    }

    @Test
    void changedHostKeyBarsTheEngineUntilItIsInAgain() {
        idleFor(25);

        after(5);
        watch = watch.barred(machine.now(), "the host key changed", List.of());

        assertThat(watch.isBlind()).isTrue();
        assertThat(watch.idleness()).isNull();
        assertThat(watch.nextSampleAt(HALF_HOUR, START)).isEmpty();
        assertThat(watch.admitted().isBlind()).isFalse();
        assertThat(watch.admitted().nextSampleAt(HALF_HOUR, START)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"1,60,0", "2,60,60", "3,60,120", "6,60,240", "10,100,400", "30,300,1200", "240,2400,9600"})
    void looksSixTimesInTheThresholdButOnceMinuteAtMostAndWarnsAtTwoThirds(long minutes, long every, long warns) {
        IdleThreshold threshold = new IdleThreshold(Duration.ofMinutes(minutes));

        assertThat(threshold.interval()).isEqualTo(Duration.ofSeconds(every));
        assertThat(threshold.warnAfter()).isEqualTo(Duration.ofSeconds(warns));
    }

    @Test
    void looksAtOnceWhenItRunsAndMinuteAfterFailure() {
        assertThat(watch.nextSampleAt(HALF_HOUR, START)).contains(START);
        look();
        assertThat(watch.nextSampleAt(HALF_HOUR, START)).contains(START.plusSeconds(300));
        after(5).fail();
        assertThat(watch.nextSampleAt(HALF_HOUR, START)).contains(START.plusSeconds(360));
    }

    @Test
    void isNotWatchedWithoutThreshold() {
        assertThat(IdleThreshold.of(Fixtures.terms(Duration.ofHours(2), Duration.ofHours(12))))
                .isEqualTo(Optional.empty());
    }

    @Test
    void gpuIsIdleOnlyWhenEveryOneSaysSoOrNoDriverIsThere() {
        assertThat(UsageSample.of(reading(List.of(gpu(0), gpu(null)), false)).gpuPercent())
                .isNull();
        assertThat(UsageSample.of(reading(List.of(gpu(40), gpu(null)), false)).gpuPercent())
                .isEqualTo(40);
        assertThat(UsageSample.of(reading(List.of(gpu(2), gpu(4)), false)).gpuPercent())
                .isEqualTo(4);
        assertThat(UsageSample.of(reading(List.of(), false)).gpuPercent()).isNull();
        assertThat(UsageSample.of(reading(List.of(), true)).gpuPercent()).isZero();
    }

    private static InstanceReading.Gpu gpu(@Nullable Integer percent) {
        return new InstanceReading.Gpu("RTX 4090", 24_564, 1, percent, 34);
    }

    private static InstanceReading reading(List<InstanceReading.Gpu> gpus, boolean driverAbsent) {
        return new InstanceReading(
                gpus,
                null,
                0,
                null,
                null,
                null,
                new InstanceReading.Activity(0, driverAbsent, null, Counters.UNTOLD, Counters.UNTOLD));
    }
}
