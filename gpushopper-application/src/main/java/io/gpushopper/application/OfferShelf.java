package io.gpushopper.application;

import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferOrder;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** The offers of one provider's snapshot in price order. Immutable. */
record OfferShelf(List<Offer> offers) {
    static final OfferShelf EMPTY = new OfferShelf(List.of());

    OfferShelf {
        offers = List.copyOf(offers);
    }

    /** Those of the offers that are not withdrawn. */
    static OfferShelf of(Collection<Offer> offers, Predicate<OfferId> isWithdrawn) {
        return new OfferShelf(offers.stream()
                .filter(offer -> !isWithdrawn.test(offer.id()))
                .sorted(OfferOrder.PRICE.comparator())
                .toList());
    }

    OfferShelf without(OfferId id) {
        return new OfferShelf(
                offers.stream().filter(offer -> !offer.id().equals(id)).toList());
    }
}
