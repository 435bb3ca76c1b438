package io.gpushopper.application;

import io.gpushopper.domain.ledger.BillComparison;
import io.gpushopper.domain.ledger.BillCorrections;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.InstanceBill;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.CostQuery;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderBill;
import io.gpushopper.ports.ProviderException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the books against what providers say that they charged, and appends what estimated lines were off by. Nothing waits for it and
 * nothing is decided by it. Thread-safe.
 */
final class Billing {
    private static final Logger LOG = LoggerFactory.getLogger(Billing.class);
    private static final int NAMED = 5;
    // A bill is complete two days after the end, and a server that was down for some days catches up.
    private static final int DAYS_AFTER_THE_END = 7;

    private final Providers providers;
    private final CostBooks costs;
    private final CostLedger ledger;
    private final Metrics metrics;
    private final InstantSource clock;
    private final Ownership ownership;
    private final long daysBack;

    Billing(EngineParts parts, Providers providers, CostBooks costs) {
        this.providers = providers;
        this.costs = costs;
        this.ledger = parts.ledger();
        this.metrics = parts.metrics();
        this.clock = parts.clock();
        this.ownership = parts.ownership();
        this.daysBack = DAYS_AFTER_THE_END + parts.settings().hardLimit().toDays();
    }

    /** Each provider's bill of these days against the books. It changes nothing. */
    List<BillReconciliation> compare(CostPeriod period) {
        Map<SessionId, List<LedgerEntry>> books = books(period);
        return providers.all().stream()
                .map(provider -> reconciled(provider, books, period))
                .toList();
    }

    /** Compares the last days of one provider, tells how far they are apart, and corrects what is estimated. */
    void pass(ProviderId id) {
        LocalDate today = CostPeriod.dayOf(clock.instant());
        CostPeriod period = new CostPeriod(today.minusDays(daysBack), today);
        try {
            if (providers.require(id).bill(period) instanceof ProviderBill.Told bill) {
                Map<SessionId, List<LedgerEntry>> books = books(period);
                report(id, compared(id, books, bill.instances(), period));
                correct(books, bill.instances(), period);
            }
        } catch (ProviderException unanswered) {
            LOG.warn("the bill of {} could not be read: {}; it is asked for again", id, unanswered.getMessage());
        }
    }

    private BillReconciliation reconciled(
            Provider provider, Map<SessionId, List<LedgerEntry>> books, CostPeriod period) {
        ProviderBill bill;
        try {
            bill = provider.bill(period);
        } catch (ProviderException unanswered) {
            return new BillReconciliation.Failed(provider.id(), unanswered.kind());
        }
        return bill.match(new ProviderBill.Cases<>() {
            @Override
            public BillReconciliation told(ProviderBill.Told told) {
                return new BillReconciliation.Compared(
                        provider.id(), compared(provider.id(), books, told.instances(), period));
            }

            @Override
            public BillReconciliation untold(ProviderBill.Untold untold) {
                return new BillReconciliation.Unsupported(provider.id());
            }
        });
    }

    private BillComparison compared(
            ProviderId provider, Map<SessionId, List<LedgerEntry>> books, List<InstanceBill> bills, CostPeriod period) {
        List<LedgerEntry> lines = books.values().stream()
                .flatMap(List::stream)
                .filter(entry -> entry.provider().equals(provider))
                .toList();
        return BillComparison.of(lines, bills, ours(), period, clock.instant());
    }

    private Map<SessionId, List<LedgerEntry>> books(CostPeriod period) {
        Map<SessionId, List<LedgerEntry>> books = new LinkedHashMap<>();
        costs.books(new CostQuery(period, null), books::put);
        return books;
    }

    private void report(ProviderId provider, BillComparison comparison) {
        metrics.billCompared(provider, comparison.share());
        if (comparison.isBeyondWarning()) {
            metrics.billDiffers(provider);
            LOG.warn(
                    "{} billed {} US dollars for what the books have at {}; furthest apart: {}",
                    provider,
                    comparison.billed().shown(),
                    comparison.booked().shown(),
                    comparison.furthestApart(NAMED).stream()
                            .map(instance -> instance.instance().value() + " by "
                                    + instance.difference().shown())
                            .collect(Collectors.joining(", ")));
        }
    }

    /** What seems to be missing is taken anew from the books while nobody else writes them. */
    private void correct(Map<SessionId, List<LedgerEntry>> books, List<InstanceBill> bills, CostPeriod period) {
        Map<InstanceId, InstanceBill> byInstance = bills.stream()
                .collect(Collectors.toMap(InstanceBill::instance, Function.identity(), InstanceBill::plus));
        Instant now = clock.instant();
        books.forEach((session, lines) -> {
            if (!BillCorrections.missing(lines, byInstance, period, now).isEmpty()) {
                List<LedgerCorrection> booked =
                        ledger.correct(session, latest -> BillCorrections.missing(latest, byInstance, period, now));
                booked.forEach(correction -> LOG.info(
                        "session {}: the books of instance {} are corrected by {} US dollars: {}",
                        session,
                        correction.instance().value(),
                        correction.difference().shown(),
                        correction.reason()));
            }
        });
    }

    private Set<DeploymentId> ours() {
        Deployment deployment = ownership.deployment();
        Set<DeploymentId> ours = new HashSet<>(deployment.everUsed());
        ours.add(deployment.id());
        return ours;
    }
}
