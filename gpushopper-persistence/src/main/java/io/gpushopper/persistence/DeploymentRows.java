package io.gpushopper.persistence;

import io.gpushopper.domain.session.DeploymentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table of deployment ids. */
final class DeploymentRows {
    private static final Table TABLE =
            new Table("deployment_ids", List.of("id"), List.of("since"), List.of("is_current", "confirmed"));

    private DeploymentRows() {}

    /**
     * The current id.
     *
     * @param confirmed whether everything that belongs to it beside the store was written
     */
    record Current(DeploymentId id, boolean confirmed) {}

    /** Lets no other replica choose an id meanwhile; an embedded store has no other. */
    static void lock(Handle handle, Database.Kind kind) {
        if (kind == Database.Kind.POSTGRESQL) {
            handle.execute("lock table deployment_ids in exclusive mode");
        }
    }

    static Optional<Current> current(Handle handle) {
        return handle.createQuery("select id, confirmed from deployment_ids where is_current = true")
                .map((results, context) ->
                        new Current(new DeploymentId(results.getString("id")), results.getBoolean("confirmed")))
                .findOne();
    }

    static List<DeploymentId> everUsed(Handle handle) {
        return handle.createQuery("select id from deployment_ids order by since, id")
                .map((results, context) -> new DeploymentId(results.getString("id")))
                .list();
    }

    static void insert(Handle handle, DeploymentId id, Instant now) {
        TABLE.insert(
                handle,
                new Columns()
                        .with("id", id.value())
                        .with("since", now)
                        .with("is_current", true)
                        .with("confirmed", false));
    }

    /** Writes down that all of these are ours, and which of them new tags carry. */
    static void makeCurrent(Handle handle, Set<DeploymentId> ours, DeploymentId current, Instant now) {
        List<DeploymentId> known = everUsed(handle);
        ours.stream().filter(id -> !known.contains(id)).forEach(id -> insert(handle, id, now));
        handle.createUpdate("update deployment_ids set is_current = (id = :id), confirmed = true")
                .bind("id", current.value())
                .execute();
    }

    static void confirm(Handle handle, DeploymentId id) {
        handle.createUpdate("update deployment_ids set confirmed = true where id = :id")
                .bind("id", id.value())
                .execute();
    }
}
