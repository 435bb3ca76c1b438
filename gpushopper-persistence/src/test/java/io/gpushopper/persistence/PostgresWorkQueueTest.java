package io.gpushopper.persistence;

import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.WorkQueue;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.WorkQueueContract;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

final class PostgresWorkQueueTest extends WorkQueueContract {
    private static String url;

    private final SettableClock clock = new SettableClock();
    private Stores stores;

    @BeforeAll
    static void create() {
        url = TestPostgres.newDatabase();
    }

    @BeforeEach
    void open() throws SQLException {
        stores = opened();
        TestTables.empty(url);
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
        stores = opened();
        return stores.queue();
    }

    private Stores opened() {
        return Stores.connect(
                url, "postgres", "postgres", TestStores.postgresSettings().withClock(clock));
    }
}
