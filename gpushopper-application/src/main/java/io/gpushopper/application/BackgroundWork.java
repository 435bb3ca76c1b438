package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Provider;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the library: lanes for purchases and probes, and the loops that refresh offers, sweep and watch. No loop dies of
 * what happens in it. Thread-safe.
 */
final class BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
    // More purchases than a provider's rate limit lets through in the time that a request waits.
    private static final int PURCHASES = 64;
    // A bounded pool beats one thread a probe: with 200 at once the accept queues overflow (docs/performance.md).
    private static final int PROBES = 32;
    private static final int WAITING = 10_000;
    private static final Duration SWEEP_AGAIN = Duration.ofSeconds(5);
    /** api/contract.md, Not ready: after so long the server is ready all the same. */
    private static final Duration READY_AT_LAST = Duration.ofMinutes(2);

    private final ExecutorService purchases = pool("purchase", PURCHASES);
    private final ExecutorService probes = pool("probe", PROBES);
    private final Lanes lanes = new Lanes(purchases, probes);
    private final ScheduledExecutorService loops = Executors.newScheduledThreadPool(4, named("loop"));
    private final Set<ProviderId> unswept = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ready = new CountDownLatch(1);

    Lanes lanes() {
        return lanes;
    }

    boolean isReady() {
        return ready.getCount() == 0;
    }

    void start(Collection<Provider> providers, Inventory inventory, Reconciler reconciler, EngineSettings settings) {
        List<ProviderId> ids = providers.stream().map(Provider::id).toList();
        unswept.addAll(ids);
        again(ready::countDown, READY_AT_LAST);
        if (ids.isEmpty()) {
            ready.countDown();
        }
        for (ProviderId id : ids) {
            loops.execute(() -> refresh(id, inventory));
            loops.execute(() -> sweep(id, reconciler, settings));
        }
    }

    void stop() {
        loops.shutdownNow();
        purchases.shutdown();
        probes.shutdownNow();
    }

    private void refresh(ProviderId id, Inventory inventory) {
        Duration next = SWEEP_AGAIN;
        try {
            next = inventory.refresh(id);
        } catch (RuntimeException | Error broken) {
            LOG.error("refreshing the offers of {} broke off; it goes on", id, broken);
        }
        again(() -> refresh(id, inventory), next);
    }

    private void sweep(ProviderId id, Reconciler reconciler, EngineSettings settings) {
        pass(id, reconciler);
        if (reconciler.health(id) == ProviderHealth.NOT_SWEPT) {
            again(() -> sweep(id, reconciler, settings), SWEEP_AGAIN);
            return;
        }
        unswept.remove(id);
        if (unswept.isEmpty()) {
            ready.countDown();
        }
        again(() -> watch(id, reconciler, settings, Duration.ZERO), settings.watchEvery());
    }

    /** A full pass when it is due; in between one only while there is something to watch. */
    private void watch(ProviderId id, Reconciler reconciler, EngineSettings settings, Duration sincePass) {
        Duration since = sincePass.plus(settings.watchEvery());
        boolean due = since.compareTo(settings.reconcileEvery()) >= 0;
        if (due || isWatching(id, reconciler)) {
            pass(id, reconciler);
        }
        Duration next = due ? Duration.ZERO : since;
        again(() -> watch(id, reconciler, settings, next), settings.watchEvery());
    }

    private static boolean isWatching(ProviderId id, Reconciler reconciler) {
        try {
            return reconciler.isWatching(id);
        } catch (RuntimeException unreadable) {
            LOG.warn("the store could not be read to see whether {} is watched", id, unreadable);
            return true;
        }
    }

    private static void pass(ProviderId id, Reconciler reconciler) {
        try {
            reconciler.pass(id);
        } catch (RuntimeException | Error broken) {
            LOG.error("a reconciliation of {} broke off; the next one follows", id, broken);
        }
    }

    private void again(Runnable work, Duration pause) {
        if (!loops.isShutdown()) {
            ScheduledFuture<?> scheduled = loops.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
            LOG.trace("{} in {}", scheduled, pause);
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
