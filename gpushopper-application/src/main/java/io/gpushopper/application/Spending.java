package io.gpushopper.application;

import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.spending.Budget;
import io.gpushopper.domain.spending.BudgetExceededException;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.FuseException;
import io.gpushopper.domain.spending.SpendGuard;
import io.gpushopper.domain.spending.SpendRefusal;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to allow a purchase or a longer reservation, and how far fuse and budgets are used up. Thread-safe. */
final class Spending {
    private static final Logger LOG = LoggerFactory.getLogger(Spending.class);

    private final SpendRules rules;
    private final SessionStore sessions;
    private final Metrics metrics;
    private final InstantSource clock;

    Spending(EngineParts parts) {
        this.rules = parts.spending();
        this.sessions = parts.sessions();
        this.metrics = parts.metrics();
        this.clock = parts.clock();
    }

    SpendRules rules() {
        return rules;
    }

    /** For a purchase, a session's first or a further one: the fuse, and its consumer's budget. */
    SpendGuard purchase(ConsumerId consumer) {
        return new SpendGuard(rules.fuse(), rules.budgets().of(consumer).orElse(null), clock.instant());
    }

    /** For a longer reservation, which buys nothing: its consumer's budget. */
    SpendGuard extension(ConsumerId consumer) {
        return new SpendGuard(null, rules.budgets().of(consumer).orElse(null), clock.instant());
    }

    /** See {@link #guarded(Supplier)}. */
    void guarded(Runnable write) {
        guarded(() -> {
            write.run();
            return true;
        });
    }

    /** Writes what a guard must allow, and counts when it doesn't. */
    <T> T guarded(Supplier<T> write) {
        try {
            return write.get();
        } catch (FuseException blown) {
            refused(blown.limit(), blown);
            throw blown;
        } catch (BudgetExceededException spent) {
            refused(SpendRefusal.BUDGET, spent);
            throw spent;
        }
    }

    DeploymentLoad load() {
        return sessions.load();
    }

    /** See {@link #budgets(Instant)}; of this month. */
    List<BudgetStatus> budgets() {
        return budgets(clock.instant());
    }

    /** Those with a budget of their own, and those with a session that is not over and any budget, in the month of that moment. */
    List<BudgetStatus> budgets(Instant now) {
        Set<ConsumerId> consumers = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
        consumers.addAll(rules.budgets().own().keySet());
        if (rules.budgets().each() != null) {
            sessions
                    .list(SessionQuery.newest(SessionFilter.EVERYTHING.in(SessionStatus.LIVE), Integer.MAX_VALUE))
                    .stream()
                    .forEach(session -> consumers.add(session.terms().consumer()));
        }
        return consumers.stream()
                .flatMap(consumer -> rules.budgets().of(consumer).stream())
                .map(budget -> status(budget, now))
                .toList();
    }

    private BudgetStatus status(Budget budget, Instant now) {
        return new BudgetStatus(budget, sessions.spend(budget.consumer(), CostPeriod.monthOf(now), now));
    }

    private void refused(SpendRefusal limit, RuntimeException why) {
        metrics.spendRefused(limit);
        LOG.warn("nothing is bought: {}", why.getMessage());
    }
}
