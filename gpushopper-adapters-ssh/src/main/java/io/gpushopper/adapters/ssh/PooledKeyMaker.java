package io.gpushopper.adapters.ssh;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.SshKeyPair;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps consumers' key pairs ready, because an RSA pair takes from a third of a second to more than one, too long for
 * a request. One thread of the lowest priority refills the pool: the first few at once, the rest with a pause between them, so that a
 * small host that starts is not busy with keys; who finds the pool empty waits. Thread-safe.
 */
final class PooledKeyMaker implements KeyMaker, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PooledKeyMaker.class);
    private static final long PAUSE_AFTER_FAILURE_MS = 1_000;
    private static final long PAUSE_AT_LEISURE_MS = 2_000;
    private static final int ENOUGH_TO_BEGIN_WITH = 4;

    private final int size;
    private final Supplier<SshKeyPair> maker;
    private final Deque<SshKeyPair> ready = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean closed;

    private PooledKeyMaker(int size, Supplier<SshKeyPair> maker) {
        if (size < 1) {
            throw new IllegalArgumentException("a key pool holds at least one key, not " + size);
        }
        this.size = size;
        this.maker = maker;
    }

    static PooledKeyMaker start(int size, ThreadFactory threads) {
        return start(size, threads, RsaKeys::newPair);
    }

    // The priority is a courtesy to requests; nothing is wrong where the system ignores it.
    @SuppressWarnings("ThreadPriorityCheck")
    static PooledKeyMaker start(int size, ThreadFactory threads, Supplier<SshKeyPair> maker) {
        PooledKeyMaker pool = new PooledKeyMaker(size, maker);
        Thread thread = requireNonNull(threads.newThread(pool::fill), "the thread factory's thread");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        return pool;
    }

    @Override
    public synchronized SshKeyPair consumerKey() throws InterruptedException {
        while (ready.isEmpty()) {
            if (closed) {
                throw new IllegalStateException("the key maker is closed");
            }
            wait();
        }
        SshKeyPair pair = ready.removeFirst();
        notifyAll();
        return pair;
    }

    @Override
    public SshKeyPair engineKey() {
        return Ed25519Keys.newPair();
    }

    /** The thread ends after the key it has in hand; who waits for a key is told. */
    @Override
    public synchronized void close() {
        closed = true;
        stopped.countDown();
        ready.clear();
        notifyAll();
    }

    private void fill() {
        try {
            while (waitForRoom()) {
                try {
                    add(maker.get());
                    restOnceThereAreSome();
                } catch (RuntimeException | LinkageError failed) {
                    LOG.error("No key pair could be made; the next try is in {} ms", PAUSE_AFTER_FAILURE_MS, failed);
                    if (stopped.await(PAUSE_AFTER_FAILURE_MS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException stopped) {
            close();
        }
    }

    private synchronized boolean waitForRoom() throws InterruptedException {
        while (!closed && ready.size() >= size) {
            wait();
        }
        return !closed;
    }

    private void restOnceThereAreSome() throws InterruptedException {
        if (hasEnoughToBeginWith() && stopped.await(PAUSE_AT_LEISURE_MS, TimeUnit.MILLISECONDS)) {
            LOG.debug("the key maker is closed");
        }
    }

    private synchronized boolean hasEnoughToBeginWith() {
        return ready.size() >= ENOUGH_TO_BEGIN_WITH && ready.size() < size;
    }

    private synchronized void add(SshKeyPair pair) {
        if (!closed) {
            ready.addLast(pair);
            notifyAll();
        }
    }
}
