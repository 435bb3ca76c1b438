package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.Durability;
import io.gpushopper.ports.Rounds;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Rounds in a PostgreSQL database that several processes share, in its time. Thread-safe. */
final class SharedRounds implements Rounds {
    private final Database database;

    SharedRounds(Database database) {
        this.database = requireNonNull(database, "database");
    }

    @Override
    public boolean take(String name, Duration every) {
        return database.write(Durability.COMMITTED, handle -> next(handle, name, every) || first(handle, name));
    }

    private static boolean next(Handle handle, String name, Duration every) {
        return handle.createUpdate("update rounds set taken_at = clock_timestamp() where name = :name and taken_at <="
                                + " clock_timestamp() - :millis * interval '1 millisecond'")
                        .bind("name", name)
                        .bind("millis", every.toMillis())
                        .execute()
                > 0;
    }

    private static boolean first(Handle handle, String name) {
        return handle.createUpdate(
                                "insert into rounds (name, taken_at) values (:name, clock_timestamp()) on conflict do"
                                        + " nothing")
                        .bind("name", name)
                        .execute()
                > 0;
    }
}
