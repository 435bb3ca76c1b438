package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.WorkQueue;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.WorkQueueContract;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void releasesWhatAnEarlierRunHadPicked() throws Exception {
        Session session = aSession().running().nextActAt(SettableClock.START).build();
        stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
        int picked = TestTables.execute(
                directory.resolve("store"),
                "update scheduled_sessions set picked = true, picked_by = 'earlier', last_heartbeat = '"
                        + clock.instant() + "'");
        assertThat(picked).isEqualTo(1);
        BlockingQueue<SessionId> handedOut = new LinkedBlockingQueue<>();

        stores.queue().start(handedOut::add);

        assertThat(handedOut.poll(30, TimeUnit.SECONDS)).isEqualTo(session.id());
    }
}
