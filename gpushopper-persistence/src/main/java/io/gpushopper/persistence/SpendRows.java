package io.gpushopper.persistence;

import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.spending.Charge;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.MonthSpend;
import io.gpushopper.domain.spending.SpendGuard;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What the deployment spends, added up from the rows of sessions, purchases, instances and books, so that nothing has to be kept in step
 * with them. Whoever commits to more first locks one row for it, before any other, and so sees all that was committed before.
 */
final class SpendRows {
    private static final String LOCK = "select id from spend_lock for update";

    private static final String INSTANCES = "select i.session_id, i.destroyed_at, i.last_seen_at, i.seen_condition,"
            + " coalesce(i.at_most_rate, a.agreed_compute + a.agreed_storage) as rate"
            + " from instances i join launch_attempts a on a.tag = i.tag"
            + " where i.gone_at is null and i.session_id <> :except";

    private static final String PURCHASES = "select a.session_id, a.agreed_compute + a.agreed_storage as rate"
            + " from launch_attempts a where a.settlement is null and a.session_id <> :except"
            + " and not exists (select 1 from instances i where i.tag = a.tag)";

    private static final String RETRIES = "select s.id as session_id, a.agreed_compute + a.agreed_storage as rate"
            + " from sessions s join launch_attempts a on a.session_id = s.id"
            + " where s.status = 'provisioning' and s.state = 'retrying' and s.id <> :except and a.position ="
            + " (select max(b.position) from launch_attempts b where b.session_id = s.id)";

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
        // What a purchase brings in between is counted twice for a moment; the other way round it would be in neither.
        List<Charge> charges = new ArrayList<>(charges(handle, PURCHASES, except, row -> Charge.Kind.STAYS));
        charges.addAll(charges(handle, INSTANCES, except, SpendRows::kind));
        charges.addAll(charges(handle, RETRIES, except, row -> Charge.Kind.AWAITS));
        return DeploymentLoad.of(charges);
    }

    private static List<Charge> charges(Handle handle, String query, String except, Reader reader) {
        return handle.createQuery(query)
                .bind("except", except)
                .map((results, context) -> {
                    Row row = new Row(results);
                    return new Charge(row.session("session_id"), reader.kind(row), row.rate("rate"));
                })
                .list();
    }

    private static Charge.Kind kind(Row row) throws SQLException {
        boolean leaves = Instance.isLeaving(
                row.timeOrNull("destroyed_at"),
                row.timeOrNull("last_seen_at"),
                row.word("seen_condition", InstanceCondition.class));
        return leaves ? Charge.Kind.LEAVES : Charge.Kind.STAYS;
    }

    /** Tells from its row how a charge counts. */
    private interface Reader {
        Charge.Kind kind(Row row) throws SQLException;
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
