package io.gpushopper.server.http;

import io.gpushopper.sdk.wire.ErrorType;
import jakarta.ws.rs.container.AsyncResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Threads for requests that wait for a provider, so that they hold none of those that serve everybody. Ends are never refused: when too
 * many wait already, one more holds the thread that brought it. Thread-safe.
 */
public final class Waiting implements AutoCloseable {
    // A purchase is at most one in 4.5 s at Vast.ai: far more than can be served within the minute that a create waits.
    private static final int MOST = 256;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final ExecutorService creates = pool("create", new ThreadPoolExecutor.AbortPolicy());
    private final ExecutorService ends = pool("end", new ThreadPoolExecutor.CallerRunsPolicy());

    /**
     * Answers with what the work gives or throws.
     *
     * @throws RefusedException when too many wait already; nothing was done
     */
    public void create(AsyncResponse answer, Callable<?> work) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        try {
            creates.execute(() -> inContext(context, () -> answer(answer, work)));
        } catch (RejectedExecutionException full) {
            throw ErrorAnswer.of(503, ErrorType.PROVIDER_UNAVAILABLE, "too many requests wait for providers")
                    .retryAfter(AGAIN)
                    .asException();
        }
    }

    /** Answers with what the work gives or throws, sooner or later. */
    public void end(AsyncResponse answer, Callable<?> work) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        ends.execute(() -> inContext(context, () -> answer(answer, work)));
    }

    /** Breaks off the waiting, not what is waited for. */
    @Override
    public void close() {
        creates.shutdownNow();
        ends.shutdownNow();
    }

    private static void answer(AsyncResponse answer, Callable<?> work) {
        try {
            answer.resume(work.call());
        } catch (Throwable thrown) {
            answer.resume(thrown);
        }
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

    private static ExecutorService pool(String name, RejectedExecutionHandler full) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory threads = work -> {
            Thread thread = new Thread(work, "gpushopper-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                0, MOST, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), threads, full);
    }
}
