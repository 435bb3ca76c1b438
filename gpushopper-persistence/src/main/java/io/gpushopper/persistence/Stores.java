package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.PaceSlots;
import io.gpushopper.ports.Rounds;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.StoreClock;
import io.gpushopper.ports.StoreException;
import io.gpushopper.ports.WorkQueue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is kept, on one database. What opens it fails with a {@link StoreException} whose message is one line for the
 * operator, names the setting to change, and holds no secret. Thread-safe.
 */
public final class Stores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    private static final long CONNECT_MS = 10_000;

    private final Database database;
    private final StoreIdentity identity;
    private final JdbiSessionStore sessions;
    private final DurableQueue queue;
    private final PaceSlots pace;
    private final Rounds rounds;
    private final StoreClock clock;
    private final Connections connections;

    private Stores(Database database, StoreIdentity identity, StoreSettings settings, Connections connections) {
        this.database = database;
        this.identity = identity;
        this.connections = connections;
        queue = new DurableQueue(database, settings);
        boolean shared = database.kind() == Database.Kind.POSTGRESQL;
        pace = shared ? new SharedPace(database, settings.processName()) : PaceSlots.OWN;
        rounds = shared ? new SharedRounds(database) : Rounds.OWN;
        clock = new DatabaseClock(database, settings.clock());
        sessions = new JdbiSessionStore(
                database, new SessionSecrets(identity.encryptionKey(), settings.random()), queue::written);
    }

    /**
     * Opens the embedded database in that file, or makes it. H2 adds {@code .mv.db} to the name; beside it lie
     * {@code <file>.deployment}, the deployment id, and {@code <file>.key}, the encryption key unless one is configured, both
     * for their owner alone. One process at a time can have it open.
     */
    public static Stores embedded(Path databaseFile, StoreSettings settings) {
        EmbeddedDatabase file = new EmbeddedDatabase(databaseFile);
        UpgradeCopy copy = file.upgradeCopy();
        if (copy.isThere()) {
            file.refuseIfInUse();
            copy.putBack();
        }
        HikariDataSource pool = pooled(file.opened(), settings);
        return openedOrClosed(
                Database.Kind.H2,
                pool,
                settings,
                copy,
                new Connections(pool, () -> shutDown(pool)),
                database -> StoreIdentity.beside(
                        database, settings, new BesideTheStore(file.beside(".deployment"), file.beside(".key"))));
    }

    /**
     * Opens a PostgreSQL database through the caller's own pool, which stays open when the store is closed. The deployment id must
     * be configured; without an encryption key nothing can be created.
     */
    public static Stores on(DataSource dataSource, StoreSettings settings) {
        ServerDatabase.check(requireNonNull(dataSource, "dataSource"));
        return openedOrClosed(
                Database.Kind.POSTGRESQL,
                dataSource,
                settings,
                null,
                new Connections(null, () -> {}),
                database -> StoreIdentity.configured(database, settings));
    }

    /**
     * Opens a PostgreSQL database through a pool of its own.
     *
     * @param url such as {@code jdbc:postgresql://localhost:5432/gpushopper}
     * @param user null when the URL names it
     * @param password null when there is none
     */
    public static Stores connect(String url, @Nullable String user, @Nullable String password, StoreSettings settings) {
        DataSource server = ServerDatabase.at(url, user, password);
        ServerDatabase.check(server);
        HikariDataSource pool = pooled(server, settings);
        return openedOrClosed(
                Database.Kind.POSTGRESQL,
                pool,
                settings,
                null,
                new Connections(pool, pool),
                database -> StoreIdentity.configured(database, settings));
    }

    public SessionStore sessions() {
        return sessions;
    }

    public CostLedger ledger() {
        return sessions;
    }

    public WorkQueue queue() {
        return queue;
    }

    /** The pace of provider accounts: shared with other processes where the database is. */
    public PaceSlots pace() {
        return pace;
    }

    /** What one of the processes on the database does for all. */
    public Rounds rounds() {
        return rounds;
    }

    /** What time the database says it is, and the highest time that was seen on it. */
    public StoreClock clock() {
        return clock;
    }

    /** Whose store it is, and whether anything may be created. */
    public Deployment deployment() {
        return identity.deployment();
    }

    /** Whose store it is, and what an operator says about it. */
    public Ownership ownership() {
        return identity;
    }

    /** Whether the database answers. May take as long as a connection takes. */
    public boolean answers() {
        return database.answers();
    }

    /** Whether the queue's own check has run lately, and no session is overdue by five minutes; true while the queue is stopped. */
    public boolean isOnTime() {
        return queue.isOnTime();
    }

    /** How many sessions were more than a minute late when the queue last looked, which it does every 30 s. */
    public int overdueSessions() {
        return queue.overdue();
    }

    /** How its connections are used now; nothing when they are the caller's. */
    public Optional<PoolUse> poolUse() {
        HikariDataSource pool = connections.pool();
        if (pool == null || pool.isClosed()) {
            return Optional.empty();
        }
        HikariPoolMXBean use = pool.getHikariPoolMXBean();
        return Optional.of(new PoolUse(
                use.getActiveConnections(),
                use.getIdleConnections(),
                use.getThreadsAwaitingConnection(),
                pool.getMaximumPoolSize()));
    }

    /** Stops the queue without waiting for its work, and closes the database. Idempotent. */
    @Override
    public void close() {
        queue.stop(Duration.ZERO);
        closed(connections.closing());
    }

    private static Stores openedOrClosed(
            Database.Kind kind,
            DataSource dataSource,
            StoreSettings settings,
            @Nullable UpgradeCopy copy,
            Connections connections,
            Function<Database, StoreIdentity> identify) {
        try {
            Database database = new Database(kind, dataSource);
            database.migrate(copy);
            database.write(Durability.COMMITTED, handle -> {
                CostDayRows.writeFirst(handle);
                return true;
            });
            return new Stores(database, identify.apply(database), settings, connections);
        } catch (RuntimeException e) {
            closed(connections.closing());
            throw e;
        }
    }

    private static HikariDataSource pooled(DataSource source, StoreSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("store");
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECT_MS);
        return new HikariDataSource(config);
    }

    /** H2 closes its file when the last connection does, once it is told not to stay open without any. */
    private static void shutDown(HikariDataSource pool) throws SQLException {
        if (pool.isClosed()) {
            return;
        }
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set db_close_delay 0");
        } finally {
            pool.close();
        }
    }

    private static void closed(AutoCloseable connections) {
        try {
            connections.close();
        } catch (Exception e) {
            LOG.warn("the database could not be closed in order", e);
        }
    }

    /**
     * How the database is reached.
     *
     * @param pool a pool of our own; null when it is the caller's
     * @param closing gives back what is ours
     */
    private record Connections(@Nullable HikariDataSource pool, AutoCloseable closing) {}
}
