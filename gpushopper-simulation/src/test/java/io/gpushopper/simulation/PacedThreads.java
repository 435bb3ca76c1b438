package io.gpushopper.simulation;

import io.gpushopper.ports.Threads;
import io.gpushopper.testkit.SteppedThreads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads whose calls to one provider wait for their turn under its rate limit: destroys first, then questions and listings as they come. As
 * many questions are in line as there are threads for them, and one listing, which serves all who wait for it. Confined to one thread.
 */
final class PacedThreads implements Threads {
    // As in the application's pools.
    private static final int QUESTIONS = 32;

    private final SteppedThreads threads;
    private final Executor ends;
    private final Executor questions;
    private final Executor looks;
    private final List<Budget> budgets;

    private PacedThreads(
            SteppedThreads threads, List<Budget> budgets, Executor ends, Executor questions, Executor looks) {
        this.threads = threads;
        this.budgets = budgets;
        this.ends = ends;
        this.questions = questions;
        this.looks = looks;
    }

    /** Vast.ai: a call with 1 destroy or 5 to 64 every 3 s, a question by id every 2 s, a listing every second (docs/PROVIDERS.md). */
    static PacedThreads ofVastAi(SteppedThreads threads, InstantSource clock) {
        Budget gets = new Budget(Duration.ofSeconds(2), threads, clock);
        Budget lists = new Budget(Duration.ofSeconds(1), threads, clock);
        Budget destroys = new Budget(Duration.ofSeconds(3), threads, clock, 5, 64);
        return new PacedThreads(
                threads, List.of(gets, lists, destroys), destroys::end, questions(gets), listings(lists));
    }

    /** TensorDock: 1.5 calls a second in all (docs/PROVIDERS.md). */
    static PacedThreads ofTensorDock(SteppedThreads threads, InstantSource clock) {
        Budget all = new Budget(Duration.ofNanos(666_666_667), threads, clock);
        return new PacedThreads(threads, List.of(all), all::end, questions(all), listings(all));
    }

    /** From now on the limit holds; what came before was there long since. */
    void limit() {
        budgets.forEach(budget -> budget.limited = true);
    }

    private static Executor questions(Budget budget) {
        Deque<Runnable> backlog = new ArrayDeque<>();
        AtomicInteger inLine = new AtomicInteger();
        return work -> {
            backlog.add(work);
            fill(budget, backlog, inLine);
        };
    }

    private static void fill(Budget budget, Deque<Runnable> backlog, AtomicInteger inLine) {
        if (inLine.get() < QUESTIONS && !backlog.isEmpty()) {
            Runnable next = backlog.remove();
            inLine.incrementAndGet();
            budget.read(() -> {
                inLine.decrementAndGet();
                next.run();
                fill(budget, backlog, inLine);
            });
        }
    }

    private static Executor listings(Budget budget) {
        List<Runnable> waiting = new ArrayList<>();
        return work -> {
            waiting.add(work);
            if (waiting.size() == 1) {
                budget.read(() -> {
                    List<Runnable> served = List.copyOf(waiting);
                    waiting.clear();
                    served.forEach(Runnable::run);
                });
            }
        };
    }

    @Override
    public Executor ends() {
        return ends;
    }

    @Override
    public Executor purchases() {
        return threads.purchases();
    }

    @Override
    public Executor probes() {
        return threads.probes();
    }

    @Override
    public Executor questions() {
        return questions;
    }

    @Override
    public Executor looks() {
        return looks;
    }

    @Override
    public Executor answers() {
        return threads.answers();
    }

    @Override
    public void after(Duration pause, Runnable work) {
        threads.after(pause, work);
    }

    @Override
    public void close() {
        threads.close();
    }

    /** One turn in each interval. */
    private static final class Budget {
        private final Duration interval;
        private final Deque<Runnable> ends = new ArrayDeque<>();
        private final Deque<Runnable> reads = new ArrayDeque<>();
        private final SteppedThreads threads;
        private final InstantSource clock;
        private Instant free = Instant.EPOCH;
        private boolean awaited;
        private final int bulkFrom;
        private final int bulkAtMost;
        private boolean limited;

        Budget(Duration interval, SteppedThreads threads, InstantSource clock) {
            this(interval, threads, clock, 1, 1);
        }

        /** From so many ends that wait, so many at most go in one turn. */
        Budget(Duration interval, SteppedThreads threads, InstantSource clock, int bulkFrom, int bulkAtMost) {
            this.interval = interval;
            this.threads = threads;
            this.clock = clock;
            this.bulkFrom = bulkFrom;
            this.bulkAtMost = bulkAtMost;
        }

        void end(Runnable work) {
            ends.add(work);
            awaitTurn();
        }

        void read(Runnable work) {
            reads.add(work);
            awaitTurn();
        }

        private void awaitTurn() {
            if (!awaited) {
                awaited = true;
                Instant now = clock.instant();
                threads.after(free.isAfter(now) ? Duration.between(now, free) : Duration.ZERO, this::turn);
            }
        }

        private int together() {
            return ends.size() < bulkFrom ? 1 : Math.min(ends.size(), bulkAtMost);
        }

        private void turn() {
            awaited = false;
            free = limited ? clock.instant().plus(interval) : clock.instant();
            Deque<Runnable> first = ends.isEmpty() ? reads : ends;
            for (int left = together(); left > 0; left--) {
                first.remove().run();
            }
            if (!ends.isEmpty() || !reads.isEmpty()) {
                awaitTurn();
            }
        }
    }
}
