package io.gpushopper.persistence;

import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.WorkQueue;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.WorkQueueContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class H2WorkQueueTest extends WorkQueueContract {
    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock();
    private Stores stores;

    @BeforeEach
    void open() {
        stores = Stores.embedded(
                directory.resolve("store"), TestStores.settings().withClock(clock));
    }

    @Override
    protected void close() {
        stores.close();
    }

    @Override
    protected SessionStore store() {
        return stores.sessions();
    }

    @Override
    protected WorkQueue queue() {
        return stores.queue();
    }

    @Override
    protected SettableClock clock() {
        return clock;
    }

    @Override
    protected WorkQueue restarted() {
        stores.close();
        open();
        return stores.queue();
    }
}
