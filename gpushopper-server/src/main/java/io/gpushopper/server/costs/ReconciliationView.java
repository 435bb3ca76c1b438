package io.gpushopper.server.costs;

import io.gpushopper.application.BillReconciliation;
import io.gpushopper.domain.ledger.BillComparison;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.InstanceComparison;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.sdk.wire.BillReconciliationJson;
import io.gpushopper.sdk.wire.InstanceReconciliationJson;
import io.gpushopper.sdk.wire.ProviderReconciliationJson;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Comparisons with bills as the API shows them. Immutable. */
final class ReconciliationView implements BillReconciliation.Cases<ProviderReconciliationJson> {
    private static final String CURRENCY = "USD";

    private ReconciliationView() {}

    static BillReconciliationJson of(List<BillReconciliation> outcomes, CostPeriod period) {
        ReconciliationView view = new ReconciliationView();
        return new BillReconciliationJson(
                CURRENCY,
                period.first().toString(),
                period.last().toString(),
                outcomes.stream().map(outcome -> outcome.match(view)).toList());
    }

    @Override
    public ProviderReconciliationJson compared(BillReconciliation.Compared outcome) {
        BillComparison comparison = outcome.comparison();
        return new ProviderReconciliationJson(
                outcome.provider().value(),
                "compared",
                null,
                comparison.booked().shown(),
                comparison.billed().shown(),
                comparison.difference().shown(),
                comparison.share(),
                comparison.isBeyondWarning(),
                comparison.instances().stream()
                        .map(ReconciliationView::instance)
                        .toList());
    }

    @Override
    public ProviderReconciliationJson unsupported(BillReconciliation.Unsupported outcome) {
        return without(outcome.provider(), "unsupported", null);
    }

    @Override
    public ProviderReconciliationJson failed(BillReconciliation.Failed outcome) {
        return without(outcome.provider(), "failed", outcome.kind().name().toLowerCase(Locale.ROOT));
    }

    private static ProviderReconciliationJson without(ProviderId provider, String status, @Nullable String reason) {
        return new ProviderReconciliationJson(
                provider.value(), status, reason, null, null, null, null, null, List.of());
    }

    private static InstanceReconciliationJson instance(InstanceComparison instance) {
        return new InstanceReconciliationJson(
                instance.instance().value(),
                instance.session().value(),
                instance.isSettled(),
                instance.booked().shown(),
                instance.corrected().shown(),
                instance.billed() == null ? null : instance.billed().shown(),
                instance.difference().shown());
    }
}
