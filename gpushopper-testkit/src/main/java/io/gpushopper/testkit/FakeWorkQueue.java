package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue over a {@link FakeSessionStore} that hands out work when a test says so, by {@link #runDue()}: on the calling thread,
 * or on executors of the test's. Thread-safe.
 */
public final class FakeWorkQueue implements WorkQueue {
    /** A session whose worker threw comes again after this time on the queue's clock. */
    public static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private final FakeSessionStore store;
    private final InstantSource clock;
    private final Executor workers;
    private final Executor endWorkers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Set<SessionId> underWay = new HashSet<>();
    private final Map<SessionId, Instant> notBefore = new HashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private @Nullable Consumer<SessionId> worker;

    /** A queue that works on the thread that calls {@link #runDue()}. */
    public FakeWorkQueue(FakeSessionStore store, InstantSource clock) {
        this(store, clock, Runnable::run, Runnable::run);
    }

    /** A queue with executors of its own for the sessions that live and for those that end. */
    public FakeWorkQueue(FakeSessionStore store, InstantSource clock, Executor workers, Executor endWorkers) {
        this.store = requireNonNull(store, "store");
        this.clock = requireNonNull(clock, "clock");
        this.workers = requireNonNull(workers, "workers");
        this.endWorkers = requireNonNull(endWorkers, "endWorkers");
    }

    @Override
    public void start(Consumer<SessionId> doWork) {
        locked(() -> worker = requireNonNull(doWork, "doWork"));
    }

    @Override
    public void stop(Duration atMost) {
        lock.lock();
        try {
            worker = null;
            long left = atMost.toNanos();
            while (!underWay.isEmpty() && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands out, once each, the sessions that are due and that no worker has; none when the queue is not started.
     *
     * @return how many
     */
    public int runDue() {
        int handedOut = 0;
        for (SessionId id : store.dueSessions(clock.instant())) {
            Consumer<SessionId> doWork = claim(id);
            if (doWork != null) {
                boolean lives = store.find(id).map(Session::isActive).orElse(true);
                (lives ? workers : endWorkers).execute(() -> work(id, doWork));
                handedOut++;
            }
        }
        return handedOut;
    }

    /** Waits for what is under way. */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!underWay.isEmpty() && left > 0) {
                left = idle.awaitNanos(left);
            }
            return underWay.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What workers threw, the oldest first. */
    public List<Throwable> failures() {
        lock.lock();
        try {
            return List.copyOf(failures);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Consumer<SessionId> claim(SessionId id) {
        lock.lock();
        try {
            Instant earliest = notBefore.get(id);
            boolean waits = earliest != null && clock.instant().isBefore(earliest);
            return worker == null || waits || !underWay.add(id) ? null : worker;
        } finally {
            lock.unlock();
        }
    }

    private void work(SessionId id, Consumer<SessionId> doWork) {
        try {
            doWork.accept(id);
            locked(() -> notBefore.remove(id));
        } catch (Throwable e) {
            locked(() -> {
                failures.add(e);
                notBefore.put(id, clock.instant().plus(AGAIN_AFTER));
            });
        } finally {
            locked(() -> {
                underWay.remove(id);
                idle.signalAll();
            });
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
