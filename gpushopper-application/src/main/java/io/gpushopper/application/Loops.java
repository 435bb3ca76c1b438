package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Rounds;
import io.gpushopper.ports.StoreException;
import io.gpushopper.ports.Threads;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on for ever beside the sessions: refreshing the offers, the sweep at start-up, the passes of the reconciliation, the
 * watch over live instances between them, what is believed of offers, the watch over budgets, balances and volumes, the look at the providers' bills, and
 * forgetting what was kept for a day. No loop dies of what happens in it. Thread-safe.
 */
final class Loops {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final Duration SWEEP_AGAIN = Duration.ofSeconds(5);
    private static final Duration OVERDUE_EVERY = Duration.ofSeconds(30);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    /** Once what comes first after a start is done. */
    private static final Duration BILLS_FIRST = Duration.ofMinutes(10);

    private static final Duration BILLS_EVERY = Duration.ofHours(1);
    private static final Duration OFFERS_EVERY = Duration.ofSeconds(30);
    private static final Duration BALANCES_EVERY = Duration.ofMinutes(2);
    private static final Duration BUDGETS_EVERY = Duration.ofSeconds(60);
    /** After so long it is ready all the same: a provider that is down must not keep the others shut. */
    private static final Duration READY_AT_LAST = Duration.ofMinutes(2);

    private final Threads threads;
    private final Inventory inventory;
    private final OfferWatch offers;
    private final Reconciler reconciler;
    private final SessionEngine engine;
    private final BudgetWatch budgets;
    private final FundsWatch funds;
    private final VolumeWatch volumes;
    private final Replays replays;
    private final Billing billing;
    private final EngineSettings settings;
    private final EngineMode mode;
    private final Rounds rounds;
    private final Set<ProviderId> unswept = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    Loops(
            EngineParts parts,
            Threads threads,
            Inventory inventory,
            OfferWatch offers,
            Reconciler reconciler,
            SessionEngine engine,
            BudgetWatch budgets,
            FundsWatch funds,
            VolumeWatch volumes,
            Replays replays,
            Billing billing) {
        this.threads = threads;
        this.inventory = inventory;
        this.offers = offers;
        this.reconciler = reconciler;
        this.engine = engine;
        this.budgets = budgets;
        this.funds = funds;
        this.volumes = volumes;
        this.replays = replays;
        this.billing = billing;
        this.settings = parts.settings();
        this.mode = parts.mode();
        this.rounds = parts.rounds();
    }

    boolean isReady() {
        return ready.isDone();
    }

    /** Completes when it is ready, with whether every provider has shown what is there. */
    CompletionStage<Boolean> start(Collection<ProviderId> providers) {
        unswept.addAll(providers);
        if (providers.isEmpty()) {
            ready.complete(true);
        }
        threads.after(READY_AT_LAST, () -> ready.complete(false));
        begin(
                Duration.ZERO,
                settings.reconcileEvery(),
                "sessions of providers that are not configured could not be looked for",
                reconciler::tellOfUnconfigured);
        begin(Duration.ZERO, OFFERS_EVERY, "how offers have done could not be looked at", offers::pass);
        for (ProviderId provider : providers) {
            threads.after(Duration.ZERO, () -> sweep(provider));
            threads.after(Duration.ZERO, () -> refresh(provider));
            begin(
                    Duration.ZERO,
                    BALANCES_EVERY,
                    "the balance at " + provider + " could not be looked at",
                    () -> funds.pass(provider));
            begin(
                    settings.reconcileEvery(),
                    settings.reconcileEvery(),
                    "the volumes at " + provider + " could not be looked for",
                    () -> volumes.pass(provider));
        }
        if (mode == EngineMode.ACTING) {
            startActing(providers);
        }
        return ready.minimalCompletionStage();
    }

    /** What writes to the store, or at a provider. */
    private void startActing(Collection<ProviderId> providers) {
        // No queue hands out work when the store can't be written; what is due to end is ended all the same.
        begin(OVERDUE_EVERY, OVERDUE_EVERY, "overdue ends could not be looked for", engine::endOverdue);
        // Private keys are kept no longer than they were promised to be.
        begin(FORGET_EVERY, FORGET_EVERY, "old requests could not be forgotten", replays::forgetOld);
        begin(BUDGETS_EVERY, BUDGETS_EVERY, "the budgets could not be looked at", budgets::pass);
        providers.forEach(provider -> begin(
                BILLS_FIRST,
                BILLS_EVERY,
                "the bill of " + provider + " could not be compared",
                () -> billing.pass(provider)));
    }

    private void begin(Duration first, Duration pause, String failure, Runnable turn) {
        threads.after(first, () -> repeat(pause, failure, turn));
    }

    private void refresh(ProviderId provider) {
        Duration next = SWEEP_AGAIN;
        try {
            next = inventory.refresh(provider);
        } catch (RuntimeException | Error broken) {
            LOG.error("refreshing the offers of {} broke off; it goes on", provider, broken);
        }
        threads.after(next, () -> refresh(provider));
    }

    private void sweep(ProviderId provider) {
        pass(provider);
        boolean refused = reconciler.health(provider) == ProviderHealth.UNAUTHORIZED;
        if (!reconciler.isSwept(provider) && !refused) {
            threads.after(SWEEP_AGAIN, () -> sweep(provider));
            return;
        }
        unswept.remove(provider);
        if (unswept.isEmpty()) {
            ready.complete(true);
        }
        threads.after(settings.watchEvery(), () -> watch(provider, settings.watchEvery()));
    }

    /** A full pass when it is due; in between one only while there is something to watch. */
    private void watch(ProviderId provider, Duration sincePass) {
        boolean due = sincePass.compareTo(settings.reconcileEvery()) >= 0;
        if (due) {
            pass(provider);
        } else {
            look(provider);
        }
        Duration since = due ? Duration.ZERO : sincePass;
        threads.after(settings.watchEvery(), () -> watch(provider, since.plus(settings.watchEvery())));
    }

    /** Takes a turn, and the next one after a pause, whatever happens in it. */
    private void repeat(Duration pause, String failure, Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException | Error broken) {
            LOG.error("{}; it is tried again", failure, broken);
        }
        threads.after(pause, () -> repeat(pause, failure, turn));
    }

    private void look(ProviderId provider) {
        try {
            if (reconciler.isWatching(provider) && isOurRound(provider)) {
                reconciler.pass(provider);
            }
        } catch (RuntimeException | Error broken) {
            LOG.error("the watch over {} broke off; it goes on", provider, broken);
        }
    }

    /** One replica's look is enough for all: what it shows is in the store. Without a word from there each looks for itself. */
    private boolean isOurRound(ProviderId provider) {
        try {
            return rounds.take(
                    "watch " + provider, settings.watchEvery().multipliedBy(4).dividedBy(5));
        } catch (StoreException silent) {
            return true;
        }
    }

    private void pass(ProviderId provider) {
        try {
            reconciler.pass(provider);
        } catch (RuntimeException | Error broken) {
            LOG.error("a reconciliation of {} broke off; the next one follows", provider, broken);
        }
    }
}
