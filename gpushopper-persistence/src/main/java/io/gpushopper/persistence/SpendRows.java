package io.gpushopper.persistence;

import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.MonthSpend;
import io.gpushopper.domain.spending.SpendGuard;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What the deployment spends, added up from the rows of sessions, purchases, instances and books, so that nothing has to be kept in step
 * with them. Whoever commits to more first locks one row for it, before any other, and so sees all that was committed before.
 */
final class SpendRows {
    private static final String LOCK = "select id from spend_lock for update";

    private static final String WARN = "insert into budget_warnings (consumer, budget_month) values (:consumer, :month)"
            + " on conflict do nothing";

    /** No session has this id. */
    private static final String NOBODY = "";

    private SpendRows() {}

    /** Lets the guard judge the session as it is about to be written; nothing of its transaction may have locked anything before. */
    static void admit(Handle handle, Session session, SpendGuard guard) {
        if (guard.isNone()) {
            return;
        }
        guard.admit(session, new SpendGuard.Others() {
            @Override
            public DeploymentLoad load() {
                return SpendRows.load(handle, session.id().value());
            }

            @Override
            public MonthSpend month() {
                YearMonth month = CostPeriod.monthOf(guard.now());
                return spend(handle, session.terms().consumer(), session.id().value(), month, guard.now());
            }
        });
    }

    /** Waits for all who commit to more, and makes all others wait, until the transaction ends. */
    static void lock(Handle handle, SpendGuard guard) {
        if (!guard.isNone()) {
            handle.createQuery(LOCK).mapTo(Integer.class).one();
        }
    }

    static DeploymentLoad load(Handle handle) {
        return load(handle, NOBODY);
    }

    static MonthSpend spend(Handle handle, ConsumerId consumer, YearMonth month, Instant now) {
        return spend(handle, consumer, NOBODY, month, now);
    }

    /** Whether nobody had noted it before. */
    static boolean warn(Handle handle, ConsumerId consumer, YearMonth month) {
        return handle.createUpdate(WARN)
                        .bind("consumer", consumer.value())
                        .bind("month", month.toString())
                        .execute()
                > 0;
    }

    private static DeploymentLoad load(Handle handle, String except) {
        return SessionSelection.charged(handle).stream()
                .filter(session -> !session.id().value().equals(except))
                .map(DeploymentLoad::of)
                .reduce(DeploymentLoad.NONE, DeploymentLoad::plus);
    }

    private static MonthSpend spend(Handle handle, ConsumerId consumer, String except, YearMonth month, Instant now) {
        List<Session> live = SessionSelection.live(handle, consumer).stream()
                .filter(session -> !session.id().value().equals(except))
                .toList();
        return MonthSpend.of(
                CostDayRows.spentOver(handle, consumer, CostPeriod.month(month.atDay(1)), now)
                        .usd(),
                live,
                now);
    }
}
