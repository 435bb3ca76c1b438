package io.gpushopper.server;

import io.gpushopper.application.SteadyClock;
import io.gpushopper.ports.StoreClock;
import io.gpushopper.ports.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds this process's clock against the database's, and keeps the highest time seen. Confined to the thread that looks. */
final class ClockWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    private final SteadyClock clock;
    private final StoreClock store;

    ClockWatch(SteadyClock clock, StoreClock store) {
        this.clock = clock;
        this.store = store;
    }

    /**
     * Before anything else goes by the clock: it begins no earlier than the store's highest time. Nothing is written: its own time is in
     * doubt yet.
     */
    void begin() {
        store.time().ifPresent(clock::compared);
        store.highest().ifPresent(clock::notBefore);
    }

    @Override
    public void run() {
        try {
            store.time().ifPresent(clock::compared);
            // A time in doubt may turn out to be wrong.
            if (clock.isSure()) {
                store.highest(clock.instant());
            }
        } catch (StoreException silent) {
            LOG.debug("the database does not say what time it is", silent);
        }
    }
}
