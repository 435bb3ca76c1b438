package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.PaceBudget;
import io.gpushopper.ports.PaceSlots;
import io.gpushopper.ports.Sleeper;
import io.gpushopper.ports.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One budget of calls, for one endpoint or for a whole account: gives turns by priority, in order of arrival among equals. Turns
 * are not given back. Where other processes use the account too, who is first here asks the slots that they share, and goes when
 * these let him; while the store of the slots doesn't answer, this process keeps to its own pace, for no end may wait for a
 * database. Thread-safe.
 *
 * <p>{@code nextFull} is when the budget would be full again but for one call: a turn is free when {@code now} is not earlier than
 * that, less what the burst allows.
 */
public final class Pacer {
    /** How many may wait in each priority; far more than there are threads. */
    static final int MAX_WAITING = 1_000;

    /** After the shared slots failed they are not asked again for so long. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Pacer.class);

    private final PaceRule rule;
    private final Duration allowance;
    private final PaceSlots slots;
    /** Null when there is no limit to share. */
    private final @Nullable PaceBudget budget;

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final TreeSet<Ticket> waiting = new TreeSet<>();
    private Instant nextFull = Instant.EPOCH;
    private Instant lastRead = Instant.EPOCH;
    private long arrivals;
    private Instant askSlotsFrom = Instant.EPOCH;
    private boolean claimed;

    /** For an account that this process has for itself. */
    public Pacer(PaceRule rule, InstantSource clock, Sleeper sleeper) {
        this(rule, clock, sleeper, PaceSlots.OWN, "own");
    }

    Pacer(PaceRule rule, InstantSource clock, Sleeper sleeper, PaceSlots slots, String name) {
        this.rule = requireNonNull(rule, "rule");
        this.slots = requireNonNull(slots, "slots");
        this.budget = rule.interval().isZero() ? null : new PaceBudget(name, rule.interval(), rule.burst());
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
        Instant deadline = now().plus(atMost);
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
                if (!wait.isZero()) {
                    sleeper.sleep(wait);
                } else if (isLetGo(priority)) {
                    return true;
                }
            }
        } finally {
            leave(ticket);
            leaveSlots();
        }
    }

    /** Gives no turn for the time from now, because the provider said that we are too fast. */
    public void hold(Duration time) {
        notBefore(time);
        PaceBudget shared = sharedBudget();
        if (shared != null) {
            try {
                slots.hold(shared, time);
            } catch (StoreException silent) {
                leaveAlone(silent);
            }
        }
    }

    private synchronized void notBefore(Duration time) {
        Instant until = now().plus(time).plus(allowance);
        if (until.isAfter(nextFull)) {
            nextFull = until;
        }
    }

    /** Whether the account's other users leave this call to us; if not, the next turn is when they will. No lock is held meanwhile. */
    private boolean isLetGo(CallPriority priority) {
        PaceBudget shared = sharedBudget();
        if (shared == null) {
            return true;
        }
        try {
            Duration wait = slots.take(shared, priority.rank());
            refused(wait);
            return wait.isZero();
        } catch (StoreException silent) {
            leaveAlone(silent);
            return true;
        }
    }

    /** The turn that was taken here is not worth anything yet. */
    private synchronized void refused(Duration wait) {
        claimed = !wait.isZero();
        if (claimed) {
            nextFull = now().plus(wait).plus(allowance);
        }
    }

    private void leaveSlots() {
        PaceBudget shared = sharedBudget();
        if (shared == null || !isClaimInVain()) {
            return;
        }
        try {
            slots.leave(shared);
        } catch (StoreException silent) {
            leaveAlone(silent);
        }
    }

    private synchronized boolean isClaimInVain() {
        boolean inVain = claimed && waiting.isEmpty();
        if (inVain) {
            claimed = false;
        }
        return inVain;
    }

    /** Null while this process goes by its own pace. */
    private synchronized @Nullable PaceBudget sharedBudget() {
        return now().isBefore(askSlotsFrom) ? null : budget;
    }

    private synchronized void leaveAlone(StoreException silent) {
        askSlotsFrom = now().plus(LEFT_ALONE);
        LOG.warn(
                "the pace can't be shared with other processes now, and this one keeps its own: {}",
                silent.getMessage());
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
            if (now().plus(wait).isAfter(deadline)) {
                return null;
            }
            if (waiting.first().equals(ticket)) {
                if (wait.isZero()) {
                    nextFull = later(nextFull, now()).plus(rule.interval());
                }
                return wait;
            }
            wait();
        }
    }

    private Duration waitFor(Ticket ticket) {
        Instant now = now();
        int before = waiting.headSet(ticket).size();
        Instant turn =
                later(nextFull, now).plus(rule.interval().multipliedBy(before)).minus(allowance);
        return turn.isAfter(now) ? Duration.between(now, turn) : Duration.ZERO;
    }

    private synchronized void leave(Ticket ticket) {
        waiting.remove(ticket);
        notifyAll();
    }

    /** A clock that was wrong may be set back, this once: turns that lie ahead come no later for it. */
    private synchronized Instant now() {
        Instant now = clock.instant();
        if (now.isBefore(lastRead)) {
            Duration back = Duration.between(now, lastRead);
            nextFull = nextFull.minus(back);
            askSlotsFrom = askSlotsFrom.minus(back);
        }
        lastRead = now;
        return now;
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
