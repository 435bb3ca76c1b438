package io.gpushopper.server.costs;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.ledger.CostCell;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.sdk.wire.CostsJson;
import io.gpushopper.sdk.wire.SessionCostJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Costs as the API shows them. */
final class CostView {
    private static final String CURRENCY = "USD";
    private static final BigDecimal NANOS_PER_HOUR =
            BigDecimal.valueOf(Duration.ofHours(1).toNanos());
    private static final int HOUR_PLACES = 4;

    private CostView() {}

    static CostsJson costs(CostReport report, @Nullable ConsumerId consumer, CostPeriod period) {
        Map<ChargeKind, BigDecimal> kinds = CostReport.shown(report.byKind());
        return new CostsJson(
                consumer == null ? "" : consumer.value(),
                report.total().shown(),
                CURRENCY,
                report.sessions(),
                hours(report.used()),
                period.first().toString(),
                period.last().toString(),
                kinds.get(ChargeKind.COMPUTE),
                kinds.get(ChargeKind.STORAGE),
                split(report, cell -> cell.provider().value()),
                split(report, cell -> cell.gpu().name()),
                split(report, cell -> cell.day().toString()),
                split(report, cell -> cell.consumer().value()));
    }

    static SessionCostJson session(SessionId session, CostReport report, @Nullable CostPeriod period) {
        Map<ChargeKind, BigDecimal> kinds = CostReport.shown(report.byKind());
        return new SessionCostJson(
                session.value(),
                report.total().shown(),
                CURRENCY,
                kinds.get(ChargeKind.COMPUTE),
                kinds.get(ChargeKind.STORAGE),
                hours(report.used()),
                period == null ? null : period.first().toString(),
                period == null ? null : period.last().toString());
    }

    private static Map<String, BigDecimal> split(CostReport report, Function<CostCell, String> under) {
        return CostReport.shown(report.by(under));
    }

    private static BigDecimal hours(Duration time) {
        return BigDecimal.valueOf(time.getSeconds())
                .movePointRight(9)
                .add(BigDecimal.valueOf(time.getNano()))
                .divide(NANOS_PER_HOUR, HOUR_PLACES, RoundingMode.HALF_EVEN);
    }
}
