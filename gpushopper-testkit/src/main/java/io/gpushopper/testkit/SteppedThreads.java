package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/**
 * Threads that are none: work waits until the test runs what is due by its clock, in the order of time and then of arrival.
 * Confined to one thread.
 */
public final class SteppedThreads implements Threads {
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparing(Step::due).thenComparing(Step::number));
    private final InstantSource clock;
    private long made;
    private boolean closed;

    private record Step(Instant due, long number, Runnable work) {}

    public SteppedThreads(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Executor ends() {
        return work -> after(Duration.ZERO, work);
    }

    @Override
    public Executor purchases() {
        return work -> after(Duration.ZERO, work);
    }

    @Override
    public Executor probes() {
        return work -> after(Duration.ZERO, work);
    }

    @Override
    public Executor questions() {
        return work -> after(Duration.ZERO, work);
    }

    @Override
    public Executor looks() {
        return work -> after(Duration.ZERO, work);
    }

    @Override
    public Executor answers() {
        return work -> after(Duration.ZERO, work);
    }

    @Override
    public void after(Duration pause, Runnable work) {
        if (!closed) {
            made++;
            steps.add(new Step(clock.instant().plus(pause), made, requireNonNull(work, "work")));
        }
    }

    /** Nothing more is run: what waits is forgotten, as in the death of a process. */
    @Override
    public void close() {
        closed = true;
        steps.clear();
    }

    /** Runs the next thing that is due; false when nothing is. */
    public boolean runNext() {
        Step next = steps.peek();
        if (next == null || next.due().isAfter(clock.instant())) {
            return false;
        }
        steps.remove(next);
        next.work().run();
        return true;
    }

    /** When the next thing is due; empty when nothing waits. */
    public Optional<Instant> nextDueAt() {
        return Optional.ofNullable(steps.peek()).map(Step::due);
    }
}
