package io.gpushopper.server;

import io.dropwizard.lifecycle.Managed;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.server.http.Waiting;
import java.time.Duration;
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
    private static final Duration LOOK = Duration.ofMillis(500);

    private final GpuShopper shopper;
    private final Waiting waiting;
    private final Runnable watch;
    private final Runnable closing;
    private @Nullable ScheduledExecutorService looks;

    EngineLifecycle(GpuShopper shopper, Waiting waiting, Runnable watch, Runnable closing) {
        this.shopper = shopper;
        this.waiting = waiting;
        this.watch = watch;
        this.closing = closing;
    }

    @Override
    public void start() {
        shopper.start();
        looks = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "gpushopper-watch");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> looking =
                looks.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        LOG.trace("watching credentials: {}", looking);
    }

    @Override
    public void stop() {
        if (looks != null) {
            looks.shutdownNow();
        }
        waiting.close();
        try {
            shopper.close();
        } finally {
            closing.run();
        }
    }

    private void look() {
        try {
            watch.run();
        } catch (RuntimeException | Error broken) {
            LOG.warn("the credentials could not be watched; it goes on", broken);
        }
    }
}
