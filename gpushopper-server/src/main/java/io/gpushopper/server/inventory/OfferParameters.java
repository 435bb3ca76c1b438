package io.gpushopper.server.inventory;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a shopper asks for from the query of a request. */
final class OfferParameters {
    private static final String PROVIDER = "provider";
    private static final String SORT = "sort";

    private OfferParameters() {}

    static OfferQuery query(QueryParameters parameters, Problems problems, Set<String> configured) {
        parameters.refuse(
                "gpu_count_exact", "max_gpu_count", "min_cuda", "country", "interruptible", "max_price_per_gpu");
        refuseOtherOrder(parameters);
        BigDecimal maxPrice = parameters.decimal("max_price", null);
        return new OfferQuery(
                provider(parameters, problems, configured),
                parameters.text("gpu_type"),
                parameters.text("location"),
                orZero(parameters.integer("min_vram", 0)),
                maxPrice == null ? null : new UsdPerHour(maxPrice),
                Math.max(orZero(parameters.integer("min_gpu_count", 0)), orZero(parameters.integer("gpu_count", 0))),
                share(parameters, "min_reliability"),
                share(parameters, "min_availability_confidence"));
    }

    private static @Nullable ProviderId provider(
            QueryParameters parameters, Problems problems, Set<String> configured) {
        String name = parameters.text(PROVIDER);
        if (name == null) {
            return null;
        }
        if (!configured.contains(name)) {
            problems.addInvalid(
                    PROVIDER,
                    configured.isEmpty()
                            ? "no provider is configured"
                            : "must be one of " + String.join(", ", configured),
                    name);
            return null;
        }
        return new ProviderId(name);
    }

    private static void refuseOtherOrder(QueryParameters parameters) {
        if (!"price".equals(parameters.text(SORT))) {
            parameters.refuse(SORT);
        }
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private static double share(QueryParameters parameters, String name) {
        BigDecimal share = parameters.decimal(name, BigDecimal.ONE);
        return share == null ? 0 : share.doubleValue();
    }
}
