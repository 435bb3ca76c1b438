package io.gpushopper.domain.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which time counts, and whether two clocks agree on it (docs/no-orphans.md, Clocks). When the wall clock of this machine and its
 * running one part by more than {@link #PARTED}, or the machine and the database by more than {@link #SKEWED}, the time is in
 * doubt: it goes on at the pace of the running clock, and whatever ends by time waits. The {@code Date} of a fresh provider answer
 * that agrees within {@link #AGREES} with the database, the wall clock or what was shown settles which of them is right, in this
 * order; after {@link #LONGEST_DOUBT} without one the database's time counts, or without a database of its own the wall clock's.
 * It begins in doubt: nothing has vouched for the wall clock yet, and a database may go by the same one. Immutable; all methods are pure.
 *
 * @param ahead what is added to the wall clock
 * @param databaseAhead by how much the database's clock is ahead of the wall clock; null where it has none of its own, or before it
 *     was asked
 * @param settledAhead the same when it was last settled which time counts; null before
 * @param doubt null while the time is not in doubt
 */
public record ClockTrust(
        Duration ahead,
        @Nullable Duration databaseAhead,
        @Nullable Duration settledAhead,
        @Nullable Doubt doubt) {
    static final Duration PARTED = Duration.ofSeconds(30);
    static final Duration SKEWED = Duration.ofSeconds(5);
    static final Duration AGREES = Duration.ofMinutes(2);
    static final Duration LONGEST_DOUBT = Duration.ofMinutes(10);
    // What a question to the database is off by; following it would only make the time uneven.
    private static final Duration UNEVEN = Duration.ofMillis(200);

    /**
     * Since when the time is in doubt.
     *
     * @param running by the running clock
     * @param shown by the time that counted
     */
    public record Doubt(Duration running, Instant shown) {
        public Doubt {
            requireNonNull(running, "running");
            requireNonNull(shown, "shown");
        }
    }

    public ClockTrust {
        requireNonNull(ahead, "ahead");
    }

    /** The wall clock counts, and no other has agreed with it yet. */
    public static ClockTrust begin(ClockReading now) {
        return new ClockTrust(Duration.ZERO, null, null, null).doubted(now);
    }

    /** Whether ends by time may act. */
    public boolean isSure() {
        return doubt == null;
    }

    /** The time that counts. */
    public Instant time(ClockReading now) {
        return now.wall().plus(ahead);
    }

    /** The clocks were read, one reading after another. */
    public ClockTrust read(ClockReading before, ClockReading now) {
        Duration parted = now.partedSince(before);
        if (parted.abs().compareTo(PARTED) > 0) {
            return new ClockTrust(ahead.minus(parted), less(databaseAhead, parted), less(settledAhead, parted), doubt)
                    .doubted(now);
        }
        boolean longEnough =
                doubt != null && now.running().compareTo(doubt.running().plus(LONGEST_DOUBT)) >= 0;
        return longEnough ? settled(databaseAhead == null ? Duration.ZERO : databaseAhead) : this;
    }

    /** The database's clock was asked, a moment ago. */
    public ClockTrust compared(Instant database, ClockReading now) {
        Duration difference = Duration.between(now.wall(), database);
        ClockTrust told = new ClockTrust(ahead, difference, settledAhead, doubt);
        Duration off = difference.minus(ahead).abs();
        if (off.compareTo(SKEWED) > 0) {
            boolean known =
                    settledAhead != null && difference.minus(settledAhead).abs().compareTo(SKEWED) <= 0;
            return known ? told : told.doubted(now);
        }
        // All who share the database go by its time, so that what one of them saw can be held against what another saw.
        return doubt == null && off.compareTo(UNEVEN) > 0 ? told.settled(difference) : told;
    }

    /** The store has seen a later time than this clock shows: either the clock was set back, or it was wrong then. */
    public ClockTrust notBefore(Instant seen, ClockReading now) {
        boolean behind = time(now).plus(PARTED).isBefore(seen);
        return behind
                ? new ClockTrust(Duration.between(now.wall(), seen), databaseAhead, settledAhead, doubt).doubted(now)
                : this;
    }

    /**
     * A provider said what time it is.
     *
     * @param date of its answer
     * @param askedAt when it was asked, by the time that counted: an answer from before the doubt settles nothing
     */
    public ClockTrust told(Instant date, Instant askedAt, ClockReading now) {
        if (doubt == null || askedAt.isBefore(doubt.shown())) {
            return this;
        }
        for (Duration candidate : candidates()) {
            Duration off = Duration.between(date, now.wall().plus(candidate)).abs();
            if (off.compareTo(AGREES) <= 0) {
                return settled(candidate);
            }
        }
        return this;
    }

    /**
     * What is to be shown after a provider settled a doubt. A time that is ahead of the right one by more than two clocks may be that agree
     * was wrong, and is left: were it kept until the right one caught up, everything would end early by as much.
     *
     * @param shown what was shown so far
     */
    public Instant corrected(Instant shown, ClockReading now) {
        Instant right = time(now);
        return shown.isAfter(right.plus(AGREES)) ? right : shown;
    }

    private List<Duration> candidates() {
        List<Duration> all = new ArrayList<>();
        if (databaseAhead != null) {
            all.add(databaseAhead);
        }
        all.add(Duration.ZERO);
        all.add(ahead);
        return all;
    }

    private ClockTrust settled(Duration chosen) {
        return new ClockTrust(chosen, databaseAhead, databaseAhead, null);
    }

    /** A doubt that goes on keeps its beginning: it is to end in any case. */
    private ClockTrust doubted(ClockReading now) {
        Instant shown = time(now);
        Duration since = doubt == null ? now.running() : doubt.running();
        return new ClockTrust(ahead, databaseAhead, settledAhead, new Doubt(since, shown));
    }

    private static @Nullable Duration less(@Nullable Duration difference, Duration parted) {
        return difference == null ? null : difference.minus(parted);
    }
}
