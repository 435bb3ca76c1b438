package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.Durability;
import io.gpushopper.ports.PaceBudget;
import io.gpushopper.ports.PaceSlots;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;

/**
 * The pace of accounts in a PostgreSQL database that several processes share, in its time. A budget's row is locked for as long as it
 * takes to look and to write; {@code next_full} is when the budget would be full again but for one call. Thread-safe.
 */
final class SharedPace implements PaceSlots {
    /** A process that waits asks again before that, or is dead. */
    private static final Duration CLAIM = Duration.ofSeconds(10);
    /** Who is kept back only by somebody more urgent asks again so soon. */
    private static final Duration BEHIND_OTHERS = Duration.ofMillis(100);

    /** A pacer goes by its own pace once this doesn't answer, and ends must not wait long for that. */
    private static final String ANSWERS_WITHIN = "5s";

    private static final String BUDGET = "budget";

    private final Database database;
    private final String process;

    SharedPace(Database database, String process) {
        this.database = requireNonNull(database, "database");
        this.process = requireNonNull(process, "process");
    }

    @Override
    public Duration take(PaceBudget budget, int rank) {
        return database.write(Durability.COMMITTED, handle -> {
            Instant nextFull = locked(handle, budget);
            Instant now = now(handle);
            Instant free = nextFull.minus(budget.allowance());
            boolean mayGo = !free.isAfter(now);
            if (mayGo && !isBehindOthers(handle, budget, rank, now)) {
                Instant from = nextFull.isAfter(now) ? nextFull : now;
                write(handle, budget, from.plus(budget.interval()));
                drop(handle, budget);
                return Duration.ZERO;
            }
            Duration wait = mayGo ? BEHIND_OTHERS : Duration.between(now, free);
            claim(handle, budget, rank, now.plus(wait).plus(CLAIM));
            return wait;
        });
    }

    @Override
    public void hold(PaceBudget budget, Duration time) {
        database.write(Durability.COMMITTED, handle -> {
            Instant nextFull = locked(handle, budget);
            Instant until = now(handle).plus(time).plus(budget.allowance());
            if (until.isAfter(nextFull)) {
                write(handle, budget, until);
            }
            return until;
        });
    }

    @Override
    public void leave(PaceBudget budget) {
        database.write(Durability.COMMITTED, handle -> drop(handle, budget));
    }

    private static Instant locked(Handle handle, PaceBudget budget) {
        handle.execute("set local statement_timeout = '" + ANSWERS_WITHIN + "'");
        handle.createUpdate("insert into pace_slots (budget, next_full) values (:budget, clock_timestamp())"
                        + " on conflict do nothing")
                .bind(BUDGET, budget.name())
                .execute();
        return handle.createQuery("select next_full from pace_slots where budget = :budget for update")
                .bind(BUDGET, budget.name())
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    /** Asked for once the lock is held, and not before it was waited for. */
    private static Instant now(Handle handle) {
        return handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    private boolean isBehindOthers(Handle handle, PaceBudget budget, int rank, Instant now) {
        return handle.createQuery("select count(*) from pace_claims where budget = :budget and process <> :process"
                                + " and urgency < :rank and valid_until > :now")
                        .bind(BUDGET, budget.name())
                        .bind("process", process)
                        .bind("rank", rank)
                        .bind("now", Columns.stored(now))
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static void write(Handle handle, PaceBudget budget, Instant nextFull) {
        handle.createUpdate("update pace_slots set next_full = :next where budget = :budget")
                .bind(BUDGET, budget.name())
                .bind("next", Columns.stored(nextFull))
                .execute();
    }

    private void claim(Handle handle, PaceBudget budget, int rank, Instant until) {
        handle.createUpdate("insert into pace_claims (budget, process, urgency, valid_until)"
                        + " values (:budget, :process, :rank, :until)"
                        + " on conflict (budget, process) do update set urgency = :rank, valid_until = :until")
                .bind(BUDGET, budget.name())
                .bind("process", process)
                .bind("rank", rank)
                .bind("until", Columns.stored(until))
                .execute();
    }

    private int drop(Handle handle, PaceBudget budget) {
        return handle.createUpdate("delete from pace_claims where budget = :budget and process = :process")
                .bind(BUDGET, budget.name())
                .bind("process", process)
                .execute();
    }
}
