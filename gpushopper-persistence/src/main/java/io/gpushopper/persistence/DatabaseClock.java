package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.Durability;
import io.gpushopper.ports.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The time of the database, where it is a server of its own, and the highest time that was ever seen on it. Thread-safe. */
final class DatabaseClock implements StoreClock {
    /** An answer that took longer says too little about now. */
    private static final Duration QUICK = Duration.ofSeconds(1);

    private final Database database;
    private final InstantSource clock;

    DatabaseClock(Database database, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Optional<Instant> time() {
        if (database.kind() == Database.Kind.H2) {
            return Optional.empty();
        }
        return database.read(handle -> {
            Instant asked = clock.instant();
            Instant told = handle.createQuery("select clock_timestamp()")
                    .mapTo(OffsetDateTime.class)
                    .one()
                    .toInstant();
            Duration took = Duration.between(asked, clock.instant());
            return took.compareTo(QUICK) > 0 ? Optional.empty() : Optional.of(told.plus(took.dividedBy(2)));
        });
    }

    @Override
    public Optional<Instant> highest() {
        return database.read(handle -> handle.createQuery("select highest from clock_mark where id = 1")
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant));
    }

    @Override
    public Instant highest(Instant seen) {
        OffsetDateTime stored = Columns.stored(seen);
        return database.write(Durability.COMMITTED, handle -> {
            handle.createUpdate("insert into clock_mark (id, highest) values (1, :seen) on conflict do nothing")
                    .bind("seen", stored)
                    .execute();
            handle.createUpdate("update clock_mark set highest = :seen where id = 1 and highest < :seen")
                    .bind("seen", stored)
                    .execute();
            return handle.createQuery("select highest from clock_mark where id = 1")
                    .mapTo(OffsetDateTime.class)
                    .one()
                    .toInstant();
        });
    }
}
