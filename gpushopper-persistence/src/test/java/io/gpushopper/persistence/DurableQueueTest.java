package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.testkit.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the queue does with rows that some process left behind, on a real PostgreSQL. */
final class DurableQueueTest {
    private final SettableClock clock = new SettableClock();
    private final BlockingQueue<SessionId> handedOut = new LinkedBlockingQueue<>();
    private final Session session =
            aSession().running().nextActAt(SettableClock.START).build();
    private String url;
    private Stores stores;

    @BeforeEach
    void open() {
        url = TestPostgres.newDatabase();
        stores = Stores.connect(
                url, "postgres", "postgres", TestStores.postgresSettings().withClock(clock));
        stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
    }

    @AfterEach
    void close() {
        stores.queue().stop(Duration.ofSeconds(10));
        stores.close();
    }

    @Test
    void handsOutAgainWhatADeadProcessHadPicked() throws Exception {
        pickedByAnother(Duration.ofSeconds(21));

        stores.queue().start(handedOut::add);

        assertThat(handedOut.poll(30, TimeUnit.SECONDS)).isEqualTo(session.id());
    }

    @Test
    void leavesWhatALivingProcessHasPicked() throws Exception {
        pickedByAnother(Duration.ofSeconds(10));
        Session other = aSession(2).running().nextActAt(SettableClock.START).build();
        stores.sessions().create(SessionCreation.of(other, ENGINE_KEY));

        stores.queue().start(handedOut::add);

        assertThat(handedOut.poll(30, TimeUnit.SECONDS)).isEqualTo(other.id());
        assertThat(handedOut).doesNotContain(session.id());
    }

    @Test
    void putsBackASessionWhoseTaskIsGone() throws Exception {
        TestTables.execute(url, "delete from scheduled_sessions");

        stores.queue().start(handedOut::add);

        assertThat(handedOut.poll(30, TimeUnit.SECONDS)).isEqualTo(session.id());
    }

    @Test
    void putsBackASessionWhoseTaskWasPutOffForLong() throws Exception {
        TestTables.execute(url, "update scheduled_sessions set execution_time = timestamp '2030-01-01 00:00:00'");
        clock.advance(Duration.ofSeconds(61));

        stores.queue().start(handedOut::add);

        assertThat(handedOut.poll(30, TimeUnit.SECONDS)).isEqualTo(session.id());
        assertThat(stores.overdueSessions()).isEqualTo(1);
    }

    @Test
    void isNotWellOnceASessionIsOverdueByFiveMinutes() {
        stores.queue().start(id -> {});
        assertThat(stores.isOnTime()).isTrue();
        stores.queue().stop(Duration.ofSeconds(10));
        clock.advance(Duration.ofMinutes(5));

        stores.queue().start(id -> {});

        assertThat(stores.overdueSessions()).isEqualTo(1);
        assertThat(stores.isOnTime()).isFalse();
    }

    @Test
    void handsOverAtOnceWhatItsWorkersDidNotFinishBeforeItStopped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        stores.queue().start(id -> {
            begun.countDown();
            awaitQuietly(finish);
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        stores.queue().stop(Duration.ZERO);
        try (Stores another = Stores.connect(
                url, "postgres", "postgres", TestStores.postgresSettings().withClock(clock))) {
            another.queue().start(handedOut::add);
            assertThat(handedOut.poll(30, TimeUnit.SECONDS)).isEqualTo(session.id());
            another.queue().stop(Duration.ofSeconds(10));
        } finally {
            finish.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pickedByAnother(Duration lastHeartbeatAgo) throws SQLException {
        int picked = TestTables.execute(
                url,
                "update scheduled_sessions set picked = true, picked_by = 'another', version = 2, last_heartbeat = '"
                        + clock.instant().minus(lastHeartbeatAgo) + "'");
        assertThat(picked).isEqualTo(1);
    }
}
