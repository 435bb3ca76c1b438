package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * DEMANDS 7: no false stop in ten thousand lives of a machine. Who was right is told by {@link UseTrace}, which knows when the machine was
 * really used. {@code -Didle.traces=} and {@code -Didle.seed=} set how many, and from which seed on.
 */
final class IdleTracesTest {
    private static final int TRACES = Integer.getInteger("idle.traces", 10_000);
    private static final long FIRST = Long.getLong("idle.seed", 1);

    /** A login takes up to ten seconds; three of them lie between the last use and the end. */
    private static final long LOGINS = 3 * 10_000;

    /** One life: its end is in milliseconds of true time; -1 when it was not ended for idleness. */
    private record Life(UseTrace trace, long endedAt, long lookBegan, boolean warned) {}

    @Test
    void endsNobodyWhoUsedHisMachineWithinTheThresholdAndEverybodyElse() {
        long ended = 0;
        long judged = 0;
        for (long seed : LongStream.range(FIRST, FIRST + TRACES).toArray()) {
            Life life = live(seed);
            UseTrace trace = life.trace();
            String which = "seed " + seed + ": " + trace + "; ended at " + life.endedAt();
            long threshold = trace.thresholdMinutes * 60_000L;
            if (life.endedAt() >= 0) {
                ended++;
                long unusedFor = life.lookBegan() - trace.lastUse(life.lookBegan());
                assertThat(unusedFor).as("false stop, " + which).isGreaterThanOrEqualTo(threshold);
                assertThat(life.warned()).as("unannounced, " + which).isTrue();
            }
            long quiet = Math.max(trace.lastUse(Long.MAX_VALUE), trace.lastFault());
            long due = quiet + threshold + 2 * trace.intervalMs() + LOGINS;
            if (due < trace.end) {
                judged++;
                assertThat(life.endedAt()).as("idle and not ended, " + which).isBetween(0L, due);
            }
        }
        System.out.println("idle traces: seeds " + FIRST + " to " + (FIRST + TRACES - 1) + ", " + ended
                + " ended for idleness, none of them falsely; " + judged + " were due and ended in time");
        assertThat(ended).isGreaterThan(TRACES / 2);
        assertThat(judged).isGreaterThan(TRACES / 2);
    }

    private static Life live(long seed) {
        UseTrace trace = new UseTrace(seed);
        Random random = new Random(~seed);
        Session session = Story.idling(trace.thresholdMinutes).session();
        Instant runningAt = Fixtures.at(8);
        boolean warned = false;
        long lastLook = 0;
        long now = 0;
        while (now < trace.end) {
            Instant due = requireNonNull(session.nextActAt());
            now = firstAt(trace, runningAt, due, now) + random.nextInt(200);
            Decision decision = SessionDecider.decide(
                    session, new Observation.Tick(), Fixtures.POLICY, shown(trace, runningAt, now));
            session = decision.next();
            if (!decision.effects().contains(new Effect.Sample(Fixtures.ONE))) {
                continue;
            }
            long takes = random.nextInt(20) == 0 ? random.nextInt(9_000) + 500 : random.nextInt(1_500) + 200;
            Observation seen = look(trace, runningAt, now, takes);
            long late = random.nextInt(50) == 0 ? random.nextInt(200_000) : 5;
            long arrives = now + takes + (now + takes + late < trace.lastFault() ? late : 5);
            for (int times = random.nextInt(30) == 0 ? 2 : 1; times > 0; times--) {
                decision = SessionDecider.decide(session, seen, Fixtures.POLICY, shown(trace, runningAt, arrives));
                session = decision.next();
                warned |= decision.events().stream()
                        .anyMatch(event -> event.reason().startsWith("idle_warning"));
            }
            lastLook = now;
            if (session.endCause()
                    .map(EndCause::reason)
                    .filter(StopReason.IDLE::equals)
                    .isPresent()) {
                return new Life(trace, arrives, lastLook, warned);
            }
            if (!session.isActive()) {
                return new Life(trace, -1, lastLook, warned);
            }
            now = arrives;
        }
        return new Life(trace, -1, lastLook, warned);
    }

    private static Observation look(UseTrace trace, Instant runningAt, long now, long takes) {
        long ends = now + takes;
        Instant at = shown(trace, runningAt, ends);
        long beat = trace.lastHeartbeat(ends);
        List<UseSign> signs = beat < 0 ? List.of() : List.of(new UseSign(shown(trace, runningAt, beat), "a heartbeat"));
        return trace.failsAt(now)
                ? new Observation.NotSampled(
                        Fixtures.ONE, new ProbeOutcome.NotYet(ProbeStage.CONNECT, "refused"), at, signs)
                : new Observation.Sampled(Fixtures.ONE, trace.look(now, takes), at, signs);
    }

    private static Instant shown(UseTrace trace, Instant runningAt, long at) {
        return runningAt.plus(Duration.ofMillis(trace.shownAt(at)));
    }

    /** The first true moment, not before {@code from}, at which our clock shows that it is due. */
    private static long firstAt(UseTrace trace, Instant runningAt, Instant due, long from) {
        long at = from;
        long left = Duration.between(shown(trace, runningAt, at), due).toMillis();
        while (left > 0) {
            at += trace.isSteady() ? left : Math.min(left, 1_000);
            left = Duration.between(shown(trace, runningAt, at), due).toMillis();
        }
        return at;
    }
}
