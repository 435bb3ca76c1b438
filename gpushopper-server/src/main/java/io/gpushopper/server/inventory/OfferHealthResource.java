package io.gpushopper.server.inventory;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.health.GpuHealth;
import io.gpushopper.domain.health.MarketHealth;
import io.gpushopper.domain.health.OfferHealth;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.GpuHealthJson;
import io.gpushopper.sdk.wire.MarketHealthJson;
import io.gpushopper.sdk.wire.OfferHealthJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/** {@code /api/v1/offer-health}. Thread-safe. */
@Path("/api/v1/offer-health")
@Produces(MediaType.APPLICATION_JSON)
public final class OfferHealthResource {
    private static final int PLACES = 4;

    private final GpuShopper shopper;

    public OfferHealthResource(GpuShopper shopper) {
        this.shopper = shopper;
    }

    @GET
    public MarketHealthJson list() {
        MarketHealth health = shopper.offerHealth();
        return new MarketHealthJson(
                health.offers().stream().map(offer -> view(offer, health)).toList(),
                health.gpus().stream().map(OfferHealthResource::view).toList());
    }

    private static OfferHealthJson view(OfferHealth offer, MarketHealth health) {
        Map<String, Integer> kinds = new TreeMap<>();
        offer.failures().forEach((type, count) -> kinds.put(type.word(), count));
        return new OfferHealthJson(
                offer.offer().toString(),
                offer.offer().provider().value(),
                offer.gpu().name(),
                offer.count(),
                kinds,
                new ErrorType(offer.last().word()),
                offer.lastAt(),
                offer.suppressedUntil() != null,
                offer.suppressedUntil(),
                shown(health.factor(offer.offer(), offer.gpu())));
    }

    private static GpuHealthJson view(GpuHealth gpu) {
        return new GpuHealthJson(
                gpu.provider().value(), gpu.gpu().name(), gpu.failedOffers(), gpu.isDegraded(), shown(gpu.factor()));
    }

    private static BigDecimal shown(double factor) {
        return BigDecimal.valueOf(factor).setScale(PLACES, RoundingMode.HALF_UP);
    }
}
