package io.gpushopper.persistence;

import com.github.kagkarlsson.scheduler.Waiter;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits between two looks at the queue in real time. db-scheduler's own waiter measures the time on the wall clock: set back
 * by an hour, it looks at nothing for an hour. Thread-safe.
 */
final class PollWaiter extends Waiter {
    private final Duration pause;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean waiting;

    PollWaiter(Duration pause) {
        super(pause);
        this.pause = pause;
    }

    @Override
    public void doWait() throws InterruptedException {
        waiting = true;
        try {
            if (wakes.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                wakes.drainPermits();
            }
        } finally {
            waiting = false;
        }
    }

    @Override
    public boolean wake() {
        boolean waited = waiting;
        wakes.release();
        return waited;
    }

    @Override
    public void wakeOrSkipNextWait() {
        wakes.release();
    }

    @Override
    public boolean isWaiting() {
        return waiting;
    }
}
