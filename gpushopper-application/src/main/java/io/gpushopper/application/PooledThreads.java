package io.gpushopper.application;

import io.gpushopper.ports.Threads;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounded pools of daemon threads, named for what they do. Thread-safe. */
final class PooledThreads implements Threads {
    private static final Logger LOG = LoggerFactory.getLogger(PooledThreads.class);
    // More purchases than a provider's rate limit lets through in the time that a request waits.
    private static final int PURCHASES = 64;
    // Those of a provider that makes us wait must leave threads for those of another.
    private static final int ENDS = 64;
    // A bounded pool beats one thread a probe: with 200 at once the hosts' accept queues overflow.
    private static final int PROBES = 32;
    // Each waits for the provider's pace most of its time.
    private static final int QUESTIONS = 32;
    // One waits for a provider's listing at a time, and the rest for him.
    private static final int LOOKS = 8;
    // Three calls to each of a few providers may hang at once, and timers must fire all the same.
    private static final int LOOPS = 12;
    // A client that takes its answer slowly holds one; short answers fit into what the connection buffers.
    private static final int ANSWERS = 16;
    private static final int WAITING = 10_000;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

    private final ExecutorService ends = pool("destroy", ENDS);
    private final ExecutorService purchases = pool("purchase", PURCHASES);
    private final ExecutorService probes = pool("probe", PROBES);
    private final ExecutorService questions = pool("question", QUESTIONS);
    private final ExecutorService looks = pool("look", LOOKS);
    private final ExecutorService answers = pool("answer", ANSWERS);
    private final ScheduledExecutorService loops = Executors.newScheduledThreadPool(LOOPS, named("loop"));

    @Override
    public Executor ends() {
        return ends;
    }

    @Override
    public Executor purchases() {
        return purchases;
    }

    @Override
    public Executor probes() {
        return probes;
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
        return answers;
    }

    @Override
    public void after(Duration pause, Runnable work) {
        try {
            ScheduledFuture<?> scheduled = loops.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
            LOG.trace("{} in {}", scheduled, pause);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed, and nothing more is begun", closed);
        }
    }

    @Override
    public void close() {
        loops.shutdownNow();
        probes.shutdownNow();
        ends.shutdownNow();
        questions.shutdownNow();
        looks.shutdownNow();
        answers.shutdown();
        purchases.shutdown();
        try {
            if (!purchases.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("purchases are under way whose outcome the next start will have to look for");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory plain = Executors.defaultThreadFactory();
        return work -> {
            Thread thread = plain.newThread(work);
            thread.setName("gpushopper-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
