package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an instance's use, folded from one sample to the next. An instance idles from the first sample that shows no use in
 * any respect, and only for as long as such samples follow each other closely enough: what is not known counts as use. Immutable.
 *
 * <table>
 * <caption>What a sample changes</caption>
 * <tr><th>sample</th><th>what follows</th></tr>
 * <tr><td>shows use</td><td>in use; it idles no more</td></tr>
 * <tr><td>shows none, and can be held against the one before</td><td>it idles, from now on unless it did</td></tr>
 * <tr><td>shows none, but is the first, or after a gap, a restart or a jump of a clock</td><td>it idles no more; the next is held against it</td></tr>
 * <tr><td>failed, or doesn't tell all</td><td>nothing by itself; after 15 minutes of it, it idles no more and is blind</td></tr>
 * <tr><td>a later sign from elsewhere, such as a heartbeat</td><td>as one that shows use, before the sample itself is taken in</td></tr>
 * </table>
 *
 * @param last the last working sample; null before the first
 * @param use the last sign of use; null when none was seen
 * @param idleness since when it idles; null while it is in use, or that can't be told
 * @param failing since when samples fail; null while they work
 */
public record IdleWatch(
        @Nullable Look last,
        @Nullable UseSign use,
        @Nullable Idleness idleness,
        @Nullable Failing failing) {
    /** Nothing was looked at. */
    public static final IdleWatch NONE = new IdleWatch(null, null, null, null);

    /** After so long without a working sample nothing is known of an instance's use. */
    public static final Duration BLIND_AFTER = Duration.ofMinutes(15);

    /**
     * A working sample.
     *
     * @param at when it was taken
     * @param counters as it ended
     * @param usage what it showed
     */
    public record Look(Instant at, UsageSample.Counters counters, Usage usage) {
        public Look {
            requireNonNull(at, "at");
            requireNonNull(counters, "counters");
            requireNonNull(usage, "usage");
        }
    }

    /**
     * A row of samples, one soon enough after the other, that showed no use.
     *
     * @param since the first
     * @param uptime the machine's own clock then, by which it must have idled for as long as by ours
     * @param warnedAt when its end was announced; null while it is not
     */
    public record Idleness(
            Instant since, Duration uptime, @Nullable Instant warnedAt) {
        public Idleness {
            requireNonNull(since, "since");
            requireNonNull(uptime, "uptime");
        }
    }

    /**
     * A row of samples that failed.
     *
     * @param since the first
     * @param last the last
     * @param why for people, without secrets
     * @param barred whether the host key changed, after which nobody logs in any more
     */
    public record Failing(Instant since, Instant last, String why, boolean barred) {
        public Failing {
            requireNonNull(since, "since");
            requireNonNull(last, "last");
            requireNonNull(why, "why");
        }
    }

    /** Takes a sample in. One that is not later than the last is left out. */
    IdleWatch sampled(UsageSample sample, Instant at, List<UseSign> signs, IdleThreshold threshold) {
        if (isKnown(at)) {
            return this;
        }
        Look before = last == null || at.isAfter(last.at().plus(threshold.longestGap())) ? null : last;
        Usage usage = Usage.of(sample, at, before, threshold.interval());
        Look look = new Look(at, sample.after(), usage);
        IdleWatch heard = heard(signs);
        Optional<String> sign = usage.sign();
        if (sign.isPresent()) {
            return new IdleWatch(look, new UseSign(at, sign.get()), null, null);
        }
        List<String> missing = sample.missing();
        Duration uptime = sample.after().uptime();
        if (!missing.isEmpty() || uptime == null) {
            return heard.failed(at, "it does not tell " + String.join(", ", missing), List.of());
        }
        if (!usage.isMeasured()) {
            return new IdleWatch(look, heard.use, null, null);
        }
        Idleness begun = heard.idleness == null ? new Idleness(at, uptime, null) : heard.idleness;
        return new IdleWatch(look, heard.use, begun, null);
    }

    /** Takes in that a sample could not be had. */
    IdleWatch failed(Instant at, String why, List<UseSign> signs) {
        return failed(at, why, false, signs);
    }

    /** Takes in that the host key changed: nobody logs in any more. */
    IdleWatch barred(Instant at, String why, List<UseSign> signs) {
        return failed(at, why, true, signs);
    }

    private IdleWatch failed(Instant at, String why, boolean barred, List<UseSign> signs) {
        if (isKnown(at)) {
            return this;
        }
        IdleWatch heard = heard(signs);
        Instant since = failing == null ? at : failing.since();
        IdleWatch next = new IdleWatch(last, heard.use, heard.idleness, new Failing(since, at, why, barred));
        return next.isBlind() ? new IdleWatch(last, heard.use, null, next.failing) : next;
    }

    /** The engine is in again, after a host key had changed. */
    IdleWatch admitted() {
        return failing != null && failing.barred() ? new IdleWatch(last, use, idleness, null) : this;
    }

    IdleWatch warned(Instant at) {
        return idleness == null
                ? this
                : new IdleWatch(last, use, new Idleness(idleness.since(), idleness.uptime(), at), failing);
    }

    private boolean isKnown(Instant at) {
        return Stream.of(last == null ? null : last.at(), failing == null ? null : failing.last())
                .anyMatch(known -> known != null && !at.isAfter(known));
    }

    private IdleWatch heard(List<UseSign> signs) {
        Optional<UseSign> latest = signs.stream()
                .max(Comparator.comparing(UseSign::at))
                .filter(sign -> use == null || sign.at().isAfter(use.at()));
        if (latest.isEmpty()) {
            return this;
        }
        boolean ends = idleness != null && !latest.get().at().isBefore(idleness.since());
        return new IdleWatch(last, latest.get(), ends ? null : idleness, failing);
    }

    /** Whether nothing can be told of its use: samples fail for 15 minutes, or can't be had any more. */
    public boolean isBlind() {
        return failing != null
                && (failing.barred() || !failing.last().isBefore(failing.since().plus(BLIND_AFTER)));
    }

    /** Since when it idles; null while it is in use, or that can't be told. */
    public @Nullable Instant idleSince() {
        return idleness == null ? null : idleness.since();
    }

    /** When its end was announced; null while it is not. */
    public @Nullable Instant warnedAt() {
        return idleness == null ? null : idleness.warnedAt();
    }

    /** Whether it was the last sample upon which its end was announced. */
    public boolean isJustWarned() {
        Instant warned = warnedAt();
        return failing == null && last != null && warned != null && !warned.isBefore(last.at());
    }

    /** Whether its end is to be announced now. */
    boolean wantsWarning(IdleThreshold threshold) {
        return warnedAt() == null && hasIdled(threshold.warnAfter());
    }

    /** Whether it has idled for the whole threshold by working samples and by two clocks, and that was announced a sample earlier. */
    boolean isOver(IdleThreshold threshold) {
        Instant warned = warnedAt();
        return warned != null
                && last != null
                && !last.at().isBefore(warned.plus(threshold.interval()))
                && hasIdled(threshold.time());
    }

    private boolean hasIdled(Duration time) {
        if (failing != null || idleness == null || last == null) {
            return false;
        }
        Duration uptime = last.counters().uptime();
        return !last.at().isBefore(idleness.since().plus(time))
                && uptime != null
                && uptime.compareTo(idleness.uptime().plus(time)) >= 0;
    }

    /** When its session ends unless it is used before; empty while it doesn't idle. */
    public Optional<Instant> endsAt(IdleThreshold threshold) {
        if (idleness == null) {
            return Optional.empty();
        }
        Instant whole = idleness.since().plus(threshold.time());
        Instant warned = idleness.warnedAt();
        Instant announced = warned == null ? whole : warned.plus(threshold.interval());
        return Optional.of(announced.isAfter(whole) ? announced : whole);
    }

    /**
     * When to look next; empty for never.
     *
     * @param runningSince when it may first be looked at
     */
    Optional<Instant> nextSampleAt(IdleThreshold threshold, Instant runningSince) {
        if (failing != null) {
            return failing.barred()
                    ? Optional.empty()
                    : Optional.of(failing.last().plus(threshold.retryAfter()));
        }
        if (last == null) {
            return Optional.of(runningSince);
        }
        Instant next = last.at().plus(threshold.interval());
        Instant soonest = last.at().plus(threshold.retryAfter());
        Instant turn = turn(threshold);
        Instant sooner = turn != null && turn.isBefore(next) ? turn : next;
        return Optional.of(sooner.isBefore(soonest) ? soonest : sooner);
    }

    /** When the next sample may announce the end, or bring it about; null while it doesn't idle. */
    private @Nullable Instant turn(IdleThreshold threshold) {
        if (idleness == null) {
            return null;
        }
        return idleness.warnedAt() == null
                ? idleness.since().plus(threshold.warnAfter())
                : endsAt(threshold).orElseThrow();
    }
}
