package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.SettableClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a store makes of a PostgreSQL server that drops connections, gets in its own way, or dies while the tables are changed. */
final class DatabaseFaultsTest {
    private static final String NOBODY_BUT_ME =
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                    + " and pid <> pg_backend_pid()";

    private final Session session =
            aSession().running().nextActAt(SettableClock.START).build();
    private String url;

    @BeforeEach
    void create() {
        url = TestPostgres.newDatabase();
    }

    @Test
    void goesOnWhenItsConnectionsAreCutAndTheQueueWithIt() throws Exception {
        SettableClock clock = new SettableClock();
        try (Stores stores = Stores.connect(
                url, "postgres", "postgres", TestStores.postgresSettings().withClock(clock))) {
            BlockingQueue<SessionId> handedOut = new LinkedBlockingQueue<>();
            stores.queue().start(handedOut::add);
            stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
            assertThat(handedOut.poll(30, TimeUnit.SECONDS)).isEqualTo(session.id());

            cutEverybodyElse();

            Eventually.holds("the store answers again", () -> isThere(stores));
            Session later = aSession(2).running().nextActAt(SettableClock.START).build();
            stores.sessions().create(SessionCreation.of(later, ENGINE_KEY));
            Eventually.holds("the queue hands out again", () -> handedOut.contains(later.id()));
            stores.queue().stop(Duration.ofSeconds(10));
        }
    }

    @Test
    void repeatsATransactionThatADeadlockEnded() throws Exception {
        execute("create table pair (id integer primary key, seen integer not null)");
        execute("insert into pair values (1, 0), (2, 0)");
        Database database = new Database(Database.Kind.POSTGRESQL, source());
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> there = workers.submit(() -> bothRows(database, bothHoldOne, 1, 2));
            Future<Integer> back = workers.submit(() -> bothRows(database, bothHoldOne, 2, 1));

            assertThat(there.get(60, TimeUnit.SECONDS) + back.get(60, TimeUnit.SECONDS))
                    .isEqualTo(4);
        } finally {
            workers.shutdownNow();
        }
        assertThat(database.<Integer>read(handle -> handle.createQuery("select sum(seen) from pair")
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(4);
    }

    private static int bothRows(Database database, CountDownLatch bothHoldOne, int first, int second) {
        return database.write(Durability.COMMITTED, handle -> {
            int changed = raise(handle, first);
            bothHoldOne.countDown();
            awaitQuietly(bothHoldOne);
            return changed + raise(handle, second);
        });
    }

    private static int raise(Handle handle, int id) {
        return handle.createUpdate("update pair set seen = seen + 1 where id = :id")
                .bind("id", id)
                .execute();
    }

    @Test
    void finishesAtTheNextStartWhatAMigrationThatWasCutDidNot() throws Exception {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source())
                .locations("classpath:io/gpushopper/persistence/migration")
                .table("schema_history")
                .target("20261124074100")
                .load()
                .migrate();
        ExecutorService starting = Executors.newSingleThreadExecutor();
        try (Connection inTheWay = DriverManager.getConnection(url, "postgres", "postgres");
                Statement lock = inTheWay.createStatement()) {
            inTheWay.setAutoCommit(false);
            lock.execute("lock table sessions in access exclusive mode");
            Future<?> start = starting.submit(() -> TestStores.postgres(url).close());
            Eventually.holds("the migration waits for the table", this::somebodyWaitsForALock);

            cutWhoWaits();

            assertThatThrownBy(() -> start.get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("could not be brought to this version's form");
            inTheWay.rollback();
        } finally {
            starting.shutdownNow();
        }

        try (Stores stores = TestStores.postgres(url)) {
            stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
            assertThat(stores.sessions().find(session.id())).isPresent();
        }
    }

    private boolean isThere(Stores stores) {
        try {
            return stores.sessions().find(session.id()).isPresent();
        } catch (StoreException cut) {
            return false;
        }
    }

    private void cutEverybodyElse() throws SQLException {
        execute(NOBODY_BUT_ME);
    }

    private void cutWhoWaits() throws SQLException {
        execute(NOBODY_BUT_ME + " and wait_event_type = 'Lock'");
    }

    private boolean somebodyWaitsForALock() {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement();
                var waiting = statement.executeQuery("select 1 from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock'")) {
            return waiting.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser("postgres");
        source.setPassword("postgres");
        return source;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
