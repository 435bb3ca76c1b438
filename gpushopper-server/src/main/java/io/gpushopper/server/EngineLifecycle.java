package io.gpushopper.server;

import io.dropwizard.lifecycle.Managed;
import io.gpushopper.application.GpuShopper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the library with the server and closes it, and what stands behind it, with the server. */
final class EngineLifecycle implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLifecycle.class);
    /** Each look has its thread: one waits for the database, one for nobody. */
    private static final int LOOKS = 2;

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration CLOCKS = Duration.ofSeconds(10);

    private final GpuShopper shopper;
    private final List<? extends AutoCloseable> waiting;
    private final Runnable watch;
    private final Runnable clocks;
    private final Runnable closing;
    private @Nullable ScheduledExecutorService looks;

    EngineLifecycle(
            GpuShopper shopper,
            List<? extends AutoCloseable> waiting,
            Runnable watch,
            Runnable clocks,
            Runnable closing) {
        this.shopper = shopper;
        this.waiting = waiting;
        this.watch = watch;
        this.clocks = clocks;
        this.closing = closing;
    }

    @Override
    public void start() {
        shopper.start();
        looks = Executors.newScheduledThreadPool(LOOKS, work -> {
            Thread thread = new Thread(work, "gpushopper-watch");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> looking = looks.scheduleWithFixedDelay(
                () -> look(watch), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> comparing = looks.scheduleWithFixedDelay(
                () -> look(clocks), CLOCKS.toMillis(), CLOCKS.toMillis(), TimeUnit.MILLISECONDS);
        LOG.trace("watching credentials: {}, clocks: {}", looking, comparing);
    }

    @Override
    public void stop() {
        if (looks != null) {
            looks.shutdownNow();
        }
        try {
            waiting.forEach(EngineLifecycle::close);
            shopper.close();
        } finally {
            closing.run();
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception unclean) {
            LOG.warn("requests that wait could not be let go in order", unclean);
        }
    }

    private static void look(Runnable watch) {
        try {
            watch.run();
        } catch (RuntimeException | Error broken) {
            LOG.warn("credentials or clocks could not be watched; it goes on", broken);
        }
    }
}
