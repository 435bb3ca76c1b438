package io.gpushopper.simulator.market;

import io.gpushopper.simulator.machine.MachineSettings;
import io.gpushopper.simulator.machine.SimulatedMachine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the machines stand. It brings them up and takes them down on its own threads, so that nobody waits for them, and
 * leaves none behind. Thread-safe.
 */
public final class MachineRoom implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MachineRoom.class);
    private static final int WORKERS = 8;
    // A start script that runs on (a server, a training run) must not keep the SSH server shut.
    private static final Duration LONGEST_WAIT_FOR_SCRIPT = Duration.ofSeconds(2);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, daemons("simulator-machines"));
    private final Set<SimulatedMachine> standing = ConcurrentHashMap.newKeySet();
    private final ExecutorService scripts = Executors.newCachedThreadPool(daemons("simulator-scripts"));

    /**
     * Sets up a machine.
     *
     * @param settings what it is made of
     * @return the machine, not yet open
     */
    public SimulatedMachine setUp(MachineSettings settings) {
        SimulatedMachine machine = SimulatedMachine.create(settings);
        standing.add(machine);
        return machine;
    }

    /**
     * Boots a machine: its script is started, then its SSH server opens.
     *
     * @param machine a machine that is not open
     * @param script what runs in the machine at boot; it has two seconds before the server opens
     * @param open opens the machine
     */
    public void boot(SimulatedMachine machine, Runnable script, Runnable open) {
        workers.execute(() -> {
            try {
                await(scripts.submit(script));
                open.run();
            } catch (RuntimeException e) {
                LOG.warn("Machine on port {} did not boot", machine.port(), e);
            }
        });
    }

    /**
     * Ends a machine for good, connections and all.
     *
     * @param machine any machine
     */
    public void scrap(SimulatedMachine machine) {
        workers.execute(() -> remove(machine));
    }

    private void remove(SimulatedMachine machine) {
        machine.close();
        standing.remove(machine);
    }

    private static void await(Future<?> script) {
        try {
            script.get(LONGEST_WAIT_FOR_SCRIPT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRunning) {
            LOG.debug("Start script is still running; the SSH server opens without waiting for it");
        } catch (ExecutionException e) {
            LOG.warn("Start script failed; the SSH server opens all the same", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Lets no further machine boot, interrupts what runs, and ends every machine before it returns. */
    @Override
    public void close() {
        workers.shutdownNow();
        scripts.shutdownNow();
        ExecutorService undertakers = Executors.newFixedThreadPool(WORKERS, daemons("simulator-undertakers"));
        List.copyOf(standing).forEach(machine -> undertakers.execute(() -> remove(machine)));
        undertakers.shutdown();
        try {
            if (!undertakers.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} machines are still closing", standing.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
