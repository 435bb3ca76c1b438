package io.gpushopper.domain.health;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the failures of the last hour say of every offer. It follows from them and the time alone. Immutable. */
public final class MarketHealth {
    /** Nothing failed. */
    public static final MarketHealth GOOD = new MarketHealth(List.of(), List.of());

    private final List<OfferHealth> offers;
    private final List<GpuHealth> gpus;
    private final Map<OfferId, OfferHealth> byOffer = new HashMap<>();
    private final Map<Kind, GpuHealth> byKind = new HashMap<>();

    private MarketHealth(List<OfferHealth> offers, List<GpuHealth> gpus) {
        this.offers = List.copyOf(offers);
        this.gpus = List.copyOf(gpus);
        offers.forEach(health -> byOffer.put(health.offer(), health));
        gpus.forEach(health -> byKind.put(new Kind(health.provider(), health.gpu()), health));
    }

    /**
     * What these failures say.
     *
     * @param failures in any order; those that are forgotten by now may be among them
     */
    public static MarketHealth of(Collection<OfferFailure> failures, Instant now) {
        Instant forgotten = now.minus(OfferHealth.REMEMBERED);
        List<OfferFailure> remembered = failures.stream()
                .filter(failure -> failure.at().isAfter(forgotten))
                .toList();
        List<OfferHealth> offers =
                remembered.stream().collect(Collectors.groupingBy(OfferFailure::offer)).values().stream()
                        .map(ofOne -> OfferHealth.of(ofOne, now))
                        .sorted(Comparator.comparingDouble(OfferHealth::factor).thenComparing(OfferHealth::offer))
                        .toList();
        List<GpuHealth> gpus = offers.stream()
                .collect(Collectors.groupingBy(
                        health -> new Kind(health.offer().provider(), health.gpu()), Collectors.counting()))
                .entrySet()
                .stream()
                .map(kind -> new GpuHealth(
                        kind.getKey().provider(),
                        kind.getKey().gpu(),
                        kind.getValue().intValue()))
                .sorted(Comparator.comparingInt(GpuHealth::failedOffers)
                        .reversed()
                        .thenComparing(GpuHealth::provider)
                        .thenComparing(health -> health.gpu().name()))
                .toList();
        return new MarketHealth(offers, gpus);
    }

    /** Whether nothing failed, so that every offer is believed as it is shown. */
    public boolean isGood() {
        return offers.isEmpty();
    }

    /** The offers that failed within the last hour, the worst first. */
    public List<OfferHealth> offers() {
        return offers;
    }

    /** The models of which offers failed within the last hour, the worst first. */
    public List<GpuHealth> gpus() {
        return gpus;
    }

    /** The offer, believed as far as it and its like have earned it. */
    public Offer judge(Offer offer) {
        double factor = factor(offer.id(), offer.gpus().model());
        return factor == 1 ? offer : offer.believed(factor);
    }

    /** By what the availability of such an offer is to be multiplied: from 0, while it is suppressed, to 1. */
    public double factor(OfferId offer, GpuModel gpu) {
        OfferHealth own = byOffer.get(offer);
        GpuHealth ofKind = byKind.get(new Kind(offer.provider(), gpu));
        return (own == null ? 1 : own.factor()) * (ofKind == null ? 1 : ofKind.factor());
    }

    /** Whether the offer failed so often that it is not to be shown for a while. */
    public boolean isSuppressed(OfferId offer) {
        OfferHealth own = byOffer.get(offer);
        return own != null && own.suppressedUntil() != null;
    }

    private record Kind(ProviderId provider, GpuModel gpu) {}
}
