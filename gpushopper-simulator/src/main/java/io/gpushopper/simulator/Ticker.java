package io.gpushopper.simulator;

import io.gpushopper.simulator.market.Gate;
import io.gpushopper.simulator.market.World;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the world's time pass while nobody calls. One thread, which lives until it is closed. */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    // Short against every lag of the providers, long against the work it does.
    private static final Duration TICK = Duration.ofMillis(25);

    private final Thread thread;

    private Ticker(Thread thread) {
        this.thread = thread;
    }

    static Ticker start(World world, Gate.Pause pause) {
        Thread thread = new Thread(() -> run(world, pause), "simulator-ticker");
        thread.setDaemon(true);
        thread.start();
        return new Ticker(thread);
    }

    private static void run(World world, Gate.Pause pause) {
        try {
            while (true) {
                tick(world);
                pause.pause(TICK);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tick(World world) {
        try {
            world.advance();
        } catch (RuntimeException e) {
            LOG.error("The market missed a tick; it goes on", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
