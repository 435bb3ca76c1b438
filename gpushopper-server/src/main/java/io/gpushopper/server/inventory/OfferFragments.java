package io.gpushopper.server.inventory;

import io.gpushopper.application.InventorySnapshot;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The JSON of every offer that somebody has seen, made once for each time that the provider showed it. Thread-safe. */
final class OfferFragments {
    private final ConcurrentMap<OfferId, OfferFragment> ready = new ConcurrentHashMap<>();
    private volatile InventorySnapshot latest;

    OfferFragments(InventorySnapshot first) {
        this.latest = first;
    }

    /** Those of offers of the snapshot. */
    List<OfferFragment> of(InventorySnapshot snapshot, List<Offer> offers) {
        forgetWhatIsGone(snapshot);
        return offers.stream().map(this::of).toList();
    }

    private OfferFragment of(Offer offer) {
        OfferFragment kept = ready.get(offer.id());
        if (kept != null && kept.isOf(offer)) {
            return kept;
        }
        OfferFragment made = OfferFragment.of(offer);
        ready.put(offer.id(), made);
        return made;
    }

    private void forgetWhatIsGone(InventorySnapshot snapshot) {
        if (latest != snapshot) {
            latest = snapshot;
            ready.keySet().removeIf(id -> snapshot.find(id).isEmpty());
        }
    }
}
