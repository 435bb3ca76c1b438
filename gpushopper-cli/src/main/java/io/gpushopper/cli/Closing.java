package io.gpushopper.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
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
    private volatile boolean isClosing;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * Opens something and remembers it.
     *
     * @throws InterruptedException when the end has come: nothing more is to be opened
     */
    <T extends AutoCloseable> T open(Callable<T> opening) throws Exception {
        return open(opening, made -> made);
    }

    /** The same for something that is to be closed in a way of its own. */
    <T extends AutoCloseable> T open(Callable<T> opening, UnaryOperator<AutoCloseable> manner) throws Exception {
        lock.lockInterruptibly();
        try {
            if (isEnding()) {
                throw new InterruptedException("ending");
            }
            T made = opening.call();
            opened.push(manner.apply(made));
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
        announceEnd();
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!isClosing) {
                    return;
                }
                lock.lockInterruptibly();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            isClosing = true;
            while (!opened.isEmpty()) {
                closed(opened.pop());
            }
        } finally {
            lock.unlock();
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
