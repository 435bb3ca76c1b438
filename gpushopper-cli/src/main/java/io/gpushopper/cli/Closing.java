package io.gpushopper.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command has opened, to be closed in reverse when it ends or the process is told to. A step of the start that is under way
 * when the end comes is finished first, so that nothing it makes is forgotten. Thread-safe.
 */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    // A start takes under 3 s; a process that is told to end must not seem to hang.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * Opens something and remembers it.
     *
     * @throws InterruptedException when the end has come: nothing more is to be opened
     */
    <T extends AutoCloseable> T open(Callable<T> opening) throws Exception {
        lock.lockInterruptibly();
        try {
            if (isEnding()) {
                throw new InterruptedException("ending");
            }
            T made = opening.call();
            opened.push(made);
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait for the end go on; closes nothing yet. */
    void announceEnd() {
        ending.countDown();
    }

    /** Whether the end has come. */
    boolean isEnding() {
        return ending.getCount() == 0;
    }

    /** Waits that long, or until the end comes. */
    boolean awaitEnding(Duration atMost) throws InterruptedException {
        return ending.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until the end comes. */
    void awaitEnding() throws InterruptedException {
        ending.await();
    }

    /** Idempotent; whoever comes second waits for the first. */
    @Override
    public void close() {
        ending.countDown();
        boolean mine = false;
        try {
            mine = lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            while (mine && !opened.isEmpty()) {
                closed(opened.pop());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            if (mine) {
                lock.unlock();
            }
        }
    }

    private static void closed(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception unclean) {
            LOG.warn("something did not end in order; the rest goes on ending", unclean);
        }
    }
}
