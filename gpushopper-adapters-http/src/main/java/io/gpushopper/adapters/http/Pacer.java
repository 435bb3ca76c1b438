package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One budget of calls, for one endpoint or for a whole account: gives turns by priority, in order of arrival among equals. Turns
 * are not given back. Thread-safe.
 *
 * <p>{@code nextFull} is when the budget would be full again but for one call: a turn is free when {@code now} is not earlier than
 * that, less what the burst allows.
 */
public final class Pacer {
    /** How many may wait in each priority; far more than there are threads. */
    static final int MAX_WAITING = 1_000;

    private final PaceRule rule;
    private final Duration allowance;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final TreeSet<Ticket> waiting = new TreeSet<>();
    private Instant nextFull = Instant.EPOCH;
    private long arrivals;

    public Pacer(PaceRule rule, InstantSource clock, Sleeper sleeper) {
        this.rule = requireNonNull(rule, "rule");
        this.allowance = rule.interval().multipliedBy(rule.burst() - 1L);
        this.clock = requireNonNull(clock, "clock");
        this.sleeper = requireNonNull(sleeper, "sleeper");
    }

    /** How long one of this priority would wait if he came now and nobody more urgent came after him. */
    public synchronized Duration estimate(CallPriority priority) {
        return waitFor(new Ticket(priority, Long.MAX_VALUE));
    }

    /**
     * Waits for a turn and takes it.
     *
     * @return whether the turn came within {@code atMost}; if not, none was taken
     * @throws InterruptedException when interrupted; no turn was taken
     */
    public boolean take(CallPriority priority, Duration atMost) throws InterruptedException {
        Instant deadline = clock.instant().plus(atMost);
        Ticket ticket = enqueue(priority);
        if (ticket == null) {
            return false;
        }
        try {
            while (true) {
                Duration wait = awaitFront(ticket, deadline);
                if (wait == null) {
                    return false;
                }
                if (wait.isZero()) {
                    return true;
                }
                sleeper.sleep(wait);
            }
        } finally {
            leave(ticket);
        }
    }

    /** Gives no turn for the time from now, because the provider said that we are too fast. */
    public synchronized void hold(Duration time) {
        Instant until = clock.instant().plus(time).plus(allowance);
        if (until.isAfter(nextFull)) {
            nextFull = until;
        }
    }

    /** How many wait for their turn. */
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized @Nullable Ticket enqueue(CallPriority priority) {
        long alike =
                waiting.stream().filter(ticket -> ticket.priority == priority).count();
        if (alike >= MAX_WAITING) {
            return null;
        }
        Ticket ticket = new Ticket(priority, arrivals++);
        waiting.add(ticket);
        notifyAll();
        return ticket;
    }

    /** Zero when the turn was taken; else how long the first in the queue has to wait; null when the deadline can't be kept. */
    private synchronized @Nullable Duration awaitFront(Ticket ticket, Instant deadline) throws InterruptedException {
        while (true) {
            Duration wait = waitFor(ticket);
            if (clock.instant().plus(wait).isAfter(deadline)) {
                return null;
            }
            if (waiting.first().equals(ticket)) {
                if (wait.isZero()) {
                    nextFull = later(nextFull, clock.instant()).plus(rule.interval());
                }
                return wait;
            }
            wait();
        }
    }

    private Duration waitFor(Ticket ticket) {
        Instant now = clock.instant();
        int before = waiting.headSet(ticket).size();
        Instant turn =
                later(nextFull, now).plus(rule.interval().multipliedBy(before)).minus(allowance);
        return turn.isAfter(now) ? Duration.between(now, turn) : Duration.ZERO;
    }

    private synchronized void leave(Ticket ticket) {
        waiting.remove(ticket);
        notifyAll();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private record Ticket(CallPriority priority, long arrival) implements Comparable<Ticket> {
        @Override
        public int compareTo(Ticket other) {
            int byPriority = priority.compareTo(other.priority);
            return byPriority != 0 ? byPriority : Long.compare(arrival, other.arrival);
        }
    }
}
