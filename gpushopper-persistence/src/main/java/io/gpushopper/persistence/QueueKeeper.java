package io.gpushopper.persistence;

import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Durability;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the queue true to the sessions, whatever became of its rows: each pass puts back what has something left to do and no
 * task, or is long overdue with its task put off. Thread-safe.
 */
final class QueueKeeper implements Runnable {
    static final Duration EVERY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(QueueKeeper.class);
    private static final Duration OVERDUE = Duration.ofSeconds(60);

    private static final String UNFINISHED = "(s.next_act_at is not null or s.state not in ('stopped', 'failed'))";
    private static final String ASTRAY = "select s.id from sessions s where " + UNFINISHED
            + " and not exists (select 1 from scheduled_sessions t where t.task_instance = s.id)"
            + " and not exists (select 1 from scheduled_ends t where t.task_instance = s.id)"
            + " union select s.id from sessions s join scheduled_sessions t on t.task_instance = s.id"
            + " where t.picked = false and s.next_act_at < :overdue and t.execution_time > :later"
            + " union select s.id from sessions s join scheduled_ends t on t.task_instance = s.id"
            + " where t.picked = false and s.next_act_at < :overdue and t.execution_time > :later";

    private final Database database;
    private final InstantSource clock;
    private volatile Overdue overdue = Overdue.NONE;
    private volatile Instant lastPass;

    /** How many sessions are overdue, and by how long the one that waits longest. */
    private record Overdue(int sessions, Duration longest) {
        static final Overdue NONE = new Overdue(0, Duration.ZERO);
    }

    QueueKeeper(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        lastPass = clock.instant();
    }

    /** One pass; it survives whatever happens, for the next one must come. */
    @Override
    public void run() {
        try {
            pass();
        } catch (Throwable e) {
            LOG.error("the work queue could not be compared with the sessions; it is tried again", e);
        }
    }

    void pass() {
        Instant now = clock.instant();
        OffsetDateTime longAgo = Columns.stored(now.minus(OVERDUE));
        List<SessionId> astray = database.read(handle -> handle.createQuery(ASTRAY)
                .bind("overdue", longAgo)
                .bind("later", Columns.stored(now.plus(OVERDUE)))
                .map((results, context) -> new SessionId(results.getString(1)))
                .list());
        for (SessionId id : astray) {
            LOG.warn("session {} had lost its place in the work queue and is put back", id);
            database.write(Durability.COMMITTED, handle -> {
                TaskRows.restore(handle, id, now);
                return id;
            });
        }
        overdue = database.read(handle -> overdueIn(handle, longAgo, now));
        lastPass = now;
    }

    /** Sessions that were to be looked at more than a minute before the last pass. */
    int overdue() {
        return overdue.sessions();
    }

    /** By how long the one that waits longest was overdue then; zero when none was. */
    Duration longestOverdue() {
        return overdue.longest();
    }

    /** When the last pass that went through began. */
    Instant lastPass() {
        return lastPass;
    }

    private static Overdue overdueIn(Handle handle, OffsetDateTime before, Instant now) {
        return handle.createQuery("select count(*) as sessions, min(next_act_at) as earliest from sessions"
                        + " where next_act_at < :before")
                .bind("before", before)
                .map((results, context) -> {
                    Row row = new Row(results);
                    Instant earliest = row.timeOrNull("earliest");
                    Duration longest = earliest == null ? Duration.ZERO : Duration.between(earliest, now);
                    return new Overdue(results.getInt("sessions"), longest);
                })
                .one();
    }
}
