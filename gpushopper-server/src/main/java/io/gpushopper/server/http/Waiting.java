package io.gpushopper.server.http;

import io.gpushopper.sdk.wire.ErrorType;
import jakarta.ws.rs.container.AsyncResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Answers requests that wait, so that they hold none of the threads that serve everybody: what must be begun at a provider or a host is
 * begun on a few threads of its own, and what is then waited for holds none at all. Thread-safe.
 */
public final class Waiting implements AutoCloseable {
    private static final int THREADS = 32;
    // A purchase is at most one in 4.5 s at Vast.ai: far more than can be begun within the minute that a create waits.
    private static final int MOST = 256;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final ExecutorService begins = pool();

    /**
     * Answers with what the work gives or throws.
     *
     * @throws RefusedException when too many wait already; nothing was done
     */
    public void work(AsyncResponse answer, Callable<?> work) {
        begin(answer, () -> CompletableFuture.completedStage(work.call()));
    }

    /**
     * Answers with what the stage that the work gives brings, or with what either fails with.
     *
     * @throws RefusedException when too many wait already; nothing was done
     */
    public void begin(AsyncResponse answer, Callable<? extends CompletionStage<?>> work) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        try {
            begins.execute(() -> inContext(context, () -> {
                try {
                    follow(answer, work.call());
                } catch (Throwable thrown) {
                    answer.resume(thrown);
                }
            }));
        } catch (RejectedExecutionException full) {
            throw ErrorAnswer.of(503, ErrorType.PROVIDER_UNAVAILABLE, "too many requests wait for providers")
                    .retryAfter(AGAIN)
                    .asException();
        }
    }

    /** Answers with what the stage brings or fails with, in the log context of the caller. */
    public void follow(AsyncResponse answer, CompletionStage<?> stage) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        stage.handle((result, failure) -> {
            inContext(context, () -> {
                if (failure == null) {
                    answer.resume(result);
                } else {
                    answer.resume(cause(failure));
                }
            });
            return result;
        });
    }

    /** Breaks off the waiting, not what is waited for. */
    @Override
    public void close() {
        begins.shutdownNow();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static void inContext(@Nullable Map<String, String> context, Runnable work) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        put(context);
        try {
            work.run();
        } finally {
            put(before);
        }
    }

    private static void put(@Nullable Map<String, String> context) {
        if (context == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(context);
        }
    }

    private static ExecutorService pool() {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory threads = work -> {
            Thread thread = new Thread(work, "gpushopper-begin-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
