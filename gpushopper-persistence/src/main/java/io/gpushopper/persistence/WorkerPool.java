package io.gpushopper.persistence;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of named daemon threads that are never interrupted: whoever is in the middle of a purchase, or of saving what
 * it brought, goes on to the end. Thread-safe.
 */
final class WorkerPool extends ThreadPoolExecutor {
    WorkerPool(String name, int threads) {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
    }

    /** Takes nothing new; what is under way goes on. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    static ThreadFactory named(String name) {
        AtomicInteger made = new AtomicInteger();
        return work -> {
            Thread thread = Executors.defaultThreadFactory().newThread(work);
            thread.setName(name + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
