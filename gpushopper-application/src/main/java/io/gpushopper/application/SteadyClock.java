package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.time.ClockReading;
import io.gpushopper.domain.time.ClockTrust;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock that deadlines are judged by: it never runs back, unless a provider and a second clock agree that what it has shown lies in
 * the future. While the time that counts is behind what it has shown already, it goes on
 * at half the pace of a monotonic one, so that nothing stands still and the time catches up. It follows no jump of the wall clock before
 * a second clock agrees ({@link ClockTrust}); until then {@link #isSure()} is false, and what ends by time waits. One for the whole
 * process: the engine, the queue and the adapters must go by the same. It tells no more than the store can keep. Thread-safe.
 */
public final class SteadyClock implements InstantSource {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private ClockTrust trust;
    private ClockReading last;
    private Instant shown;
    /** Whether it was told that a provider disagrees with every clock; once for each doubt. */
    private boolean warned;

    /**
     * A clock over the two.
     *
     * @param wall what the time is; it may be set back
     * @param nanos how much time passes, such as {@code System::nanoTime}
     */
    public SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.wall = requireNonNull(wall, "wall");
        this.nanos = requireNonNull(nanos, "nanos");
        this.last = new ClockReading(wall.instant(), Duration.ofNanos(nanos.getAsLong()));
        this.trust = ClockTrust.begin(last);
        this.shown = last.wall();
    }

    @Override
    public synchronized Instant instant() {
        read();
        return shown.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether no two clocks disagree on the time, so that what ends by time may act. */
    public synchronized boolean isSure() {
        read();
        return trust.isSure();
    }

    /**
     * Begins no earlier than the highest time that a store has seen. Call it before anything goes by this clock: where a provider then
     * says that the store's time was wrong, the clock goes back to the right one, this once.
     */
    public synchronized void notBefore(Instant highestSeen) {
        read();
        turn(trust.notBefore(highestSeen, last));
        Instant time = trust.time(last);
        shown = time.isAfter(highestSeen) ? time : highestSeen;
    }

    /** The database that is shared with other processes says what time it is. */
    public synchronized void compared(Instant database) {
        read();
        turn(trust.compared(database, last));
    }

    /**
     * A provider's answer says what time it is.
     *
     * @param date of the answer
     * @param askedAt when it was asked, by this clock
     */
    public synchronized void told(Instant date, Instant askedAt) {
        read();
        boolean doubted = !trust.isSure();
        turn(trust.told(date, askedAt, last));
        if (doubted && trust.isSure()) {
            shown = trust.corrected(shown, last);
        } else if (doubted && !warned) {
            warned = true;
            LOG.warn("a provider says that it is {}, and no clock of this machine or the database agrees", date);
        }
    }

    private void read() {
        ClockReading now = new ClockReading(wall.instant(), Duration.ofNanos(nanos.getAsLong()));
        turn(trust.read(last, now));
        Duration passed = now.running().minus(last.running());
        last = now;
        Instant paced = passed.isNegative() ? shown : shown.plus(passed.dividedBy(2));
        Instant time = trust.time(now);
        shown = time.isBefore(shown) ? paced : time;
    }

    private void turn(ClockTrust next) {
        if (trust.isSure() && !next.isSure()) {
            LOG.warn(
                    "the clocks disagree: the time goes on by the running clock, and what ends by time waits until a"
                            + " provider's answer settles it, ten minutes at most; machine {} off, database {}",
                    next.ahead().negated(),
                    next.databaseAhead());
        } else if (!trust.isSure() && next.isSure()) {
            LOG.info("the clocks agree: the time counts {} from this machine's", next.ahead());
            warned = false;
        }
        trust = next;
    }
}
