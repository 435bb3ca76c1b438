package io.gpushopper.application;

import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The offers of one snapshot in price order. Immutable. */
final class OfferShelf {
    static final OfferShelf EMPTY = new OfferShelf(List.of());
    /** The price, then the id: total, and the same from page to page. */
    private static final Comparator<Offer> BY_PRICE =
            Comparator.comparing(Offer::price).thenComparing(offer -> offer.id().toString());

    private final List<Offer> ordered;
    private final Map<OfferId, Offer> byId;

    private OfferShelf(List<Offer> ordered) {
        this.ordered = ordered;
        this.byId = new HashMap<>();
        ordered.forEach(offer -> byId.put(offer.id(), offer));
    }

    static OfferShelf of(Collection<Offer> offers) {
        return new OfferShelf(offers.stream().sorted(BY_PRICE).toList());
    }

    /** One page over several shelves. */
    static InventoryPage page(
            List<OfferShelf> shelves, OfferQuery query, int offset, int limit, List<InventoryWarning> warnings) {
        List<Offer> matching = new ArrayList<>();
        for (OfferShelf shelf : shelves) {
            for (Offer offer : shelf.ordered) {
                if (query.matches(offer)) {
                    matching.add(offer);
                }
            }
        }
        // Sorted runs one after the other: the sort merges them.
        matching.sort(BY_PRICE);
        int from = Math.min(offset, matching.size());
        int to = (int) Math.min((long) from + limit, matching.size());
        return new InventoryPage(matching.subList(from, to), matching.size(), warnings);
    }

    int size() {
        return ordered.size();
    }

    Set<OfferId> ids() {
        return byId.keySet();
    }

    Optional<Offer> find(OfferId id) {
        return Optional.ofNullable(byId.get(id));
    }

    OfferShelf without(OfferId id) {
        return byId.containsKey(id)
                ? new OfferShelf(
                        ordered.stream().filter(offer -> !offer.id().equals(id)).toList())
                : this;
    }
}
