package io.gpushopper.application;

import io.gpushopper.domain.health.MarketHealth;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferOrder;
import io.gpushopper.domain.offer.OfferQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that is for rent at one moment, of all providers. Another one takes its place when anything changes, so whoever keeps
 * something ready for its offers can tell by its identity when to do so anew. What is seen from outside never changes; thread-safe.
 */
public final class InventorySnapshot {
    static final InventorySnapshot EMPTY = InventorySnapshot.of(List.of(), MarketHealth.GOOD);

    private final List<Offer> byPrice;
    private final Map<OfferId, Offer> byId = new HashMap<>();
    // The orders that somebody has asked for, other than by price; each is sorted once.
    private final Map<OfferOrder, List<Offer>> otherOrders = new ConcurrentHashMap<>();

    private InventorySnapshot(List<Offer> all, MarketHealth health) {
        this.byPrice =
                all.stream().filter(offer -> !health.isSuppressed(offer.id())).toList();
        all.forEach(offer -> byId.put(offer.id(), offer));
    }

    /** What those show. An offer that is suppressed stands in no list, and can be had by whoever names it. */
    static InventorySnapshot of(Collection<OfferShelf> shelves, MarketHealth health) {
        List<Offer> all = new ArrayList<>();
        shelves.forEach(shelf -> shelf.offers().forEach(offer -> all.add(health.judge(offer))));
        // Sorted runs one after the other: the sort merges them.
        all.sort(OfferOrder.PRICE.comparator());
        return new InventorySnapshot(all, health);
    }

    /** How many offers are listed. */
    public int size() {
        return byPrice.size();
    }

    /** The offer, if it is for rent. */
    public Optional<Offer> find(OfferId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The page of what matches, in the order of the query. */
    InventoryPage page(OfferQuery query, int offset, int limit, List<InventoryWarning> warnings) {
        long end = (long) offset + limit;
        List<Offer> page = new ArrayList<>();
        int total = 0;
        for (Offer offer : inOrder(query.order())) {
            if (query.matches(offer)) {
                if (total >= offset && total < end) {
                    page.add(offer);
                }
                total++;
            }
        }
        return new InventoryPage(this, page, total, warnings);
    }

    private List<Offer> inOrder(OfferOrder order) {
        return order == OfferOrder.PRICE
                ? byPrice
                : otherOrders.computeIfAbsent(
                        order,
                        other -> byPrice.stream().sorted(other.comparator()).toList());
    }
}
