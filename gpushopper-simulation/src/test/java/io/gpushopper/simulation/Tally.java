package io.gpushopper.simulation;

import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.spending.BudgetExceededException;
import io.gpushopper.domain.spending.FuseException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what was done to worlds, and what became of their sessions. Thread-safe. */
final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> seenIn = new TreeMap<>();
    private long worlds;
    private long sessions;
    private long retries;
    private long capped;
    private long refused;

    /** Something was done so often. */
    synchronized void count(String what, long times) {
        counts.merge(what, times, Long::sum);
    }

    synchronized void lived(Session session) {
        sessions++;
        retries += session.retries();
        @Nullable EndCause cause = session.endCause().orElse(null);
        capped += cause != null && cause.reason() == StopReason.BUDGET ? 1 : 0;
    }

    synchronized void refused(RuntimeException refusal) {
        refused += refusal instanceof FuseException || refusal instanceof BudgetExceededException ? 1 : 0;
    }

    /** Adds what another one counted, of one world. */
    synchronized void add(Tally world) {
        synchronized (world) {
            worlds++;
            sessions += world.sessions;
            retries += world.retries;
            capped += world.capped;
            refused += world.refused;
            world.counts.forEach((what, times) -> {
                counts.merge(what, times, Long::sum);
                seenIn.merge(what, times == 0 ? 0L : 1L, Long::sum);
            });
        }
    }

    synchronized long sessions() {
        return sessions;
    }

    /** How often that was done. */
    synchronized long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    synchronized long all() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized String toString() {
        StringBuilder told = new StringBuilder(String.format(
                "%d worlds, %d sessions, %d retries, %d ended by a cap or a budget, %d refused by fuse or budget,"
                        + " %d faults and deaths%n",
                worlds, sessions, retries, capped, refused, all()));
        told.append(String.format("%10s %14s%n", "times", "seen in worlds"));
        counts.forEach((what, times) ->
                told.append(String.format("%10d %14d %s%n", times, seenIn.getOrDefault(what, 0L), what)));
        return told.toString();
    }
}
