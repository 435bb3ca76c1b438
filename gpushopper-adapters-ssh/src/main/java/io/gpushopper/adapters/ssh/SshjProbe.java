package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SshProbe;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.LoggerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Probes with sshj. Each attempt runs on a thread of a bounded pool and the caller waits for it no longer than its
 * time-out, because name lookups cannot be bounded otherwise; an attempt that is late loses its socket. The pool is
 * bounded because 200 logins at once take longer than 32 at a time (SYN retries). Thread-safe.
 */
final class SshjProbe implements SshProbe, AutoCloseable {
    /** Attempts that run at once. */
    static final int MAX_ATTEMPTS = 32;

    private static final int MAX_WAITING = 1_000;
    private static final int IDLE_THREAD_SECONDS = 10;

    private final ThreadPoolExecutor attempts;
    private @Nullable Config config;

    SshjProbe(ThreadFactory threads) {
        attempts = new ThreadPoolExecutor(
                MAX_ATTEMPTS,
                MAX_ATTEMPTS,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                threads);
        attempts.allowCoreThreadTimeOut(true);
    }

    @Override
    public ProbeOutcome probe(ProbeRequest request) {
        return within(request.timeout(), ProbeAttempt.of(config(), request));
    }

    @Override
    public ReadingOutcome read(ReadingRequest request) {
        TakeReading errand = new TakeReading();
        ProbeOutcome outcome = within(request.timeout(), ProbeAttempt.of(config(), request, errand));
        return outcome instanceof ProbeOutcome.Verified
                ? new ReadingOutcome.Read(errand.reading())
                : new ReadingOutcome.Unread(outcome);
    }

    private ProbeOutcome within(Duration timeout, ProbeAttempt attempt) {
        Future<ProbeOutcome> running;
        try {
            running = attempts.submit(attempt::run);
        } catch (RejectedExecutionException e) {
            return new ProbeOutcome.NotYet(
                    ProbeStage.CONNECT, "not tried: too many probes wait already, or the probe is closed");
        }
        try {
            return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return attempt.abort("no end within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return attempt.abort("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a probe failed that should have had an outcome", e.getCause());
        } finally {
            running.cancel(true);
        }
    }

    /** Takes no new attempt; the running ones end within their time-outs. */
    @Override
    public void close() {
        attempts.shutdown();
    }

    /** One for all, made when first needed: it takes up to half a second, which a starting server does not have. */
    private synchronized Config config() {
        Config ready = config;
        if (ready == null) {
            DefaultConfig fresh = new DefaultConfig();
            fresh.setLoggerFactory(new Silence());
            ready = fresh;
            config = ready;
        }
        return ready;
    }

    /**
     * The library's own log: whole packets at trace level, and an error for each machine that still boots. What matters
     * of it is in the outcome.
     */
    private static final class Silence implements LoggerFactory {
        @Override
        public Logger getLogger(String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> owner) {
            return NOPLogger.NOP_LOGGER;
        }
    }
}
