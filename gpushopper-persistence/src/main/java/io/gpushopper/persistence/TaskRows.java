package io.gpushopper.persistence;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The queue's own tables, kept in step with the sessions. A session has one row at most, in one lane.
 *
 * <p>A row that a worker has picked is left alone, whatever happens to its session meanwhile: when the work is done,
 * {@link #finish} reads the session's row under its lock and puts the task where and when that says. Since whoever writes a
 * session locks that row too, a wake that comes in between is never lost, and no session has two workers, not even one that
 * changes lanes while it is worked on.
 */
final class TaskRows {
    /** db-scheduler's name for the one kind of task that there is. */
    static final String TASK = "session";

    private static final String DUE = "select state, next_act_at from sessions where id = :id for update";
    private static final String MINE = " where task_name = '" + TASK
            + "' and task_instance = :id and picked = true and picked_by = :worker" + " and version = :version";
    private static final String WAITING =
            " where task_name = '" + TASK + "' and task_instance = :id and picked = false";

    private static final String RELEASED =
            " set picked = false, picked_by = null, last_heartbeat = null, version = version + 1";

    private TaskRows() {}

    /** Where and when a session is due. */
    private record Due(Lane lane, @Nullable Instant at) {}

    /** Puts the session's task at the moment at which it is due, or removes it; the session's row is locked. */
    static void place(Handle handle, Session session) {
        place(handle, session.id(), new Due(Lane.of(session), session.nextActAt()));
    }

    /** Puts the task where the session's row says; a session that is not over and says nothing is due at {@code otherwise}. */
    static void restore(Handle handle, SessionId id, Instant otherwise) {
        due(handle, id, otherwise).ifPresent(due -> place(handle, id, due));
    }

    /**
     * Gives a picked task back, and puts it where its session's row says now. Does nothing when another has it meanwhile.
     *
     * @param worker the name under which it was picked
     * @param version of the picked row
     * @param notBefore when it may come again at the earliest; null for whenever it is due
     * @param now for a session that is not over and doesn't say when
     */
    static void finish(
            Handle handle,
            Lane lane,
            SessionId id,
            String worker,
            long version,
            @Nullable Instant notBefore,
            Instant now) {
        Optional<Due> due = due(handle, id, notBefore == null ? now : notBefore);
        int mine = handle.createUpdate("delete from " + lane.table() + MINE)
                .bind("id", id.value())
                .bind("worker", worker)
                .bind("version", version)
                .execute();
        if (mine > 0) {
            due.ifPresent(next -> place(handle, id, later(next, notBefore)));
        }
    }

    /** Forgets every pick: for a database that no other process can have open. */
    static int releaseAll(Handle handle) {
        int released = 0;
        for (Lane lane : Lane.values()) {
            released += handle.createUpdate("update " + lane.table() + RELEASED + " where picked = true")
                    .execute();
        }
        return released;
    }

    /** Forgets the picks of one worker. */
    static int release(Handle handle, Lane lane, String worker) {
        return handle.createUpdate("update " + lane.table() + RELEASED + " where picked = true and picked_by = :worker")
                .bind("worker", worker)
                .execute();
    }

    private static Due later(Due due, @Nullable Instant notBefore) {
        boolean early = due.at() != null && notBefore != null && due.at().isBefore(notBefore);
        return early ? new Due(due.lane(), notBefore) : due;
    }

    private static Optional<Due> due(Handle handle, SessionId id, Instant otherwise) {
        return handle.createQuery(DUE)
                .bind("id", id.value())
                .map((results, context) -> due(new Row(results), otherwise))
                .findOne();
    }

    private static Due due(Row row, Instant otherwise) throws SQLException {
        String state = row.text("state");
        boolean over = state.equals("stopped") || state.equals("failed");
        Lane lane = over || state.equals("ending") ? Lane.ENDS : Lane.SESSIONS;
        Instant at = row.timeOrNull("next_act_at");
        return new Due(lane, at == null && !over ? otherwise : at);
    }

    private static void place(Handle handle, SessionId id, Due due) {
        Instant at = due.at();
        if (at == null) {
            drop(handle, Lane.SESSIONS, id);
            drop(handle, Lane.ENDS, id);
            return;
        }
        drop(handle, due.lane().other(), id);
        if (isThere(handle, due.lane().other(), id)) {
            return;
        }
        int moved = handle.createUpdate(
                        "update " + due.lane().table() + " set execution_time = :at, version = version + 1" + WAITING)
                .bind("id", id.value())
                .bind("at", Columns.stored(at))
                .execute();
        if (moved == 0) {
            add(handle, due.lane(), id, at);
        }
    }

    private static void drop(Handle handle, Lane lane, SessionId id) {
        handle.createUpdate("delete from " + lane.table() + WAITING)
                .bind("id", id.value())
                .execute();
    }

    private static boolean isThere(Handle handle, Lane lane, SessionId id) {
        return handle.createQuery("select count(*) from " + lane.table() + " where task_name = '" + TASK
                                + "' and task_instance = :id")
                        .bind("id", id.value())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Adds the row, unless a picked one is there. */
    private static void add(Handle handle, Lane lane, SessionId id, Instant at) {
        handle.createUpdate("insert into " + lane.table()
                        + " (task_name, task_instance, task_data, execution_time, picked, consecutive_failures,"
                        + " version, priority)"
                        + " values"
                        + " ('" + TASK + "', :id, :data, :at, false, 0, 1, 0) on conflict do nothing")
                .bind("id", id.value())
                .bind("data", id.value().getBytes(StandardCharsets.UTF_8))
                .bind("at", Columns.stored(at))
                .execute();
    }
}
