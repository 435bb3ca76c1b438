package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.Durability;
import io.gpushopper.ports.StoreException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The database with its transactions: begun, repeated when another got in the way, brought to the disk where that is asked for.
 * What it throws is a {@link StoreException}, or what the caller's own code threw. Thread-safe.
 */
final class Database {
    /** Which of the two that we know. */
    enum Kind {
        H2,
        POSTGRESQL
    }

    static final String UNIQUE_VIOLATION = "23505";

    // A deadlock or a serialisation failure is over as soon as the other transaction is; ten in a row mean something
    // else.
    private static final int TRIES = 10;
    /** Serialisation failure, deadlock, and H2's lock time-out and concurrent update. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "HYT00", "90131");

    private final Kind kind;
    private final DataSource dataSource;
    private final Jdbi jdbi;
    private final Lock turn = new ReentrantLock(true);

    Database(Kind kind, DataSource dataSource) {
        this.kind = requireNonNull(kind, "kind");
        this.dataSource = requireNonNull(dataSource, "dataSource");
        jdbi = Jdbi.create(dataSource);
        // Arguments of statements stay out of messages.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    Kind kind() {
        return kind;
    }

    DataSource dataSource() {
        return dataSource;
    }

    /**
     * Brings the tables to this version's form.
     *
     * @param copy taken before tables of an earlier version are changed, where a change can't be undone; null where it can
     */
    void migrate(@Nullable UpgradeCopy copy) {
        Flyway flyway = Flyway.configure(Database.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:io/gpushopper/persistence/migration")
                .table("schema_history")
                .load();
        try {
            boolean upgrades = flyway.info().current() != null && flyway.info().pending().length > 0;
            if (copy != null && upgrades) {
                copy.make(dataSource);
            }
            flyway.migrate();
            if (copy != null && upgrades) {
                copy.discard();
            }
        } catch (FlywayException e) {
            throw new StoreException(
                    "the tables of the database could not be brought to this version's form; the next start tries"
                            + " again, from where it was before",
                    e);
        }
    }

    /** Runs the work in a transaction of its own that sees one state of the database. */
    <T> T read(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work);
        } catch (JdbiException e) {
            throw failed("read", e);
        }
    }

    /**
     * Runs the work in a transaction of its own, and again when another one got in its way.
     *
     * @return what the work returned, once it is as durable as was asked for
     */
    <T> T write(Durability durability, HandleCallback<T, RuntimeException> work) {
        T result = repeated(work);
        if (durability == Durability.SYNCED) {
            sync();
        }
        return result;
    }

    /**
     * See {@link #write}; of the process's threads one at a time, in their order. For work that begins with a lock which all the others
     * would wait for too, each with a connection that somebody else needs.
     */
    <T> T writeInTurn(Durability durability, HandleCallback<T, RuntimeException> work) {
        T result;
        turn.lock();
        try {
            result = repeated(work);
        } finally {
            turn.unlock();
        }
        if (durability == Durability.SYNCED) {
            sync();
        }
        return result;
    }

    /** Whether the database answers. */
    boolean answers() {
        try {
            return jdbi.withHandle(handle ->
                    handle.createQuery("select 1").mapTo(Integer.class).one() == 1);
        } catch (JdbiException e) {
            return false;
        }
    }

    /** H2 doesn't sync at commit, not even without a write delay (docs/no-orphans.md, A7); PostgreSQL does. */
    private void sync() {
        if (kind == Kind.H2) {
            try {
                jdbi.useHandle(handle -> handle.execute("checkpoint sync"));
            } catch (JdbiException e) {
                throw new StoreException("the store could not bring what it wrote to the disk", e);
            }
        }
    }

    private <T> T repeated(HandleCallback<T, RuntimeException> work) {
        for (int again = TRIES - 1; ; again--) {
            try {
                return jdbi.inTransaction(work);
            } catch (JdbiException e) {
                if (again == 0 || !TRANSIENT.contains(sqlState(e))) {
                    throw failed("write", e);
                }
            }
        }
    }

    private static StoreException failed(String what, JdbiException e) {
        return new StoreException("the store could not " + what + " (SQL state " + sqlState(e) + ")", e);
    }

    /** Whether a unique constraint stood in the way of what failed. */
    static boolean isUniqueViolation(StoreException e) {
        return sqlState(e).equals(UNIQUE_VIOLATION);
    }

    /** The SQL state of the innermost database error; {@code unknown} when there is none. */
    static String sqlState(Throwable e) {
        String state = null;
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state == null ? "unknown" : state;
    }
}
