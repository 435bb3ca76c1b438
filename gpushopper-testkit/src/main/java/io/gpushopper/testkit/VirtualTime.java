package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Drives an engine on fakes in virtual time: runs what is due, and then sets the clock to when the next thing is. Everything
 * happens on the calling thread, so that the same world runs the same twice. Confined to one thread.
 */
public final class VirtualTime {
    // Far more than any test does in one instant: a world that never comes to rest is a bug.
    private static final int LONGEST_INSTANT = 10_000;

    private final SettableClock clock;
    private final FakeSessionStore store;
    private final FakeWorkQueue queue;
    private final SteppedThreads threads;

    public VirtualTime(SettableClock clock, FakeSessionStore store, FakeWorkQueue queue, SteppedThreads threads) {
        this.clock = requireNonNull(clock, "clock");
        this.store = requireNonNull(store, "store");
        this.queue = requireNonNull(queue, "queue");
        this.threads = requireNonNull(threads, "threads");
    }

    /** Lets so much time pass. */
    public void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        boolean more = true;
        while (more) {
            more = step(end);
        }
        clock.set(end);
    }

    /**
     * Lets time pass until it holds.
     *
     * @throws AssertionError when it does not within the limit
     */
    public void passUntil(String what, BooleanSupplier holds, Duration limit) {
        Instant end = clock.instant().plus(limit);
        while (!holds.getAsBoolean()) {
            if (!step(end)) {
                throw new AssertionError("it never came true within " + limit + ": " + what);
            }
        }
    }

    /** Runs all that is due at this instant, or moves on to the next one; false when nothing happens by the end. */
    private boolean step(Instant end) {
        if (settle()) {
            return true;
        }
        Instant now = clock.instant();
        Instant next = Stream.of(store.nextDueAt(), threads.nextDueAt())
                .flatMap(Optional::stream)
                .map(due -> due.isAfter(now) ? due : now.plus(FakeWorkQueue.AGAIN_AFTER))
                .min(Instant::compareTo)
                .orElse(end);
        if (next.isAfter(end) || !next.isAfter(now)) {
            return false;
        }
        clock.set(next);
        return true;
    }

    private boolean settle() {
        boolean worked = false;
        for (int i = 0; threads.runNext() || queue.runDue() > 0; i++) {
            worked = true;
            if (i > LONGEST_INSTANT) {
                throw new AssertionError("the world does not come to rest at " + clock.instant());
            }
        }
        return worked;
    }
}
