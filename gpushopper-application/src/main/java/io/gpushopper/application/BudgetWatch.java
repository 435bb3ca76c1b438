package io.gpushopper.application;

import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.spending.Budget;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what consumers have spent of their budgets: warns once a month, in the audit trail of the sessions that are running, and ends
 * those where that is chosen. Thread-safe.
 */
final class BudgetWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetWatch.class);

    private final Spending spending;
    private final SessionStore sessions;
    private final SessionEngine engine;
    private final Metrics metrics;
    private final InstantSource clock;

    BudgetWatch(EngineParts parts, Spending spending, SessionEngine engine) {
        this.spending = spending;
        this.sessions = parts.sessions();
        this.metrics = parts.metrics();
        this.clock = parts.clock();
        this.engine = engine;
    }

    /** One pass over all budgets of consumers who have any session to warn or to end. */
    void pass() {
        Instant now = clock.instant();
        YearMonth month = CostPeriod.monthOf(now);
        spending.budgets(now).forEach(status -> look(status, month));
    }

    private void look(BudgetStatus status, YearMonth month) {
        Budget budget = status.budget();
        Budgets budgets = spending.rules().budgets();
        boolean warns =
                budgets.isNearlySpent(budget, status.month()) && sessions.firstWarning(budget.consumer(), month);
        if (warns) {
            String warning = "consumer " + budget.consumer() + " has spent "
                    + status.month().spent().shown() + " of the "
                    + budget.monthly().shown()
                    + " US dollars of its budget this month";
            LOG.warn(warning);
            metrics.budgetWarned(budget.consumer());
            active(budget.consumer())
                    .forEach(session -> engine.pass(session.id(), new Observation.Noted("budget: " + warning)));
        }
        if (budgets.isToStop(budget, status.month())) {
            active(budget.consumer()).forEach(this::stop);
        }
    }

    private void stop(Session session) {
        LOG.warn("session {} ends: its consumer's budget is spent", session.id());
        metrics.budgetStopped(session.terms().consumer());
        engine.pass(session.id(), new Observation.EndWanted(EndCause.of(StopReason.BUDGET)));
    }

    private List<Session> active(ConsumerId consumer) {
        return sessions.list(SessionQuery.newest(
                SessionFilter.EVERYTHING.of(Set.of(consumer)).in(SessionStatus.ACTIVE), Integer.MAX_VALUE));
    }
}
