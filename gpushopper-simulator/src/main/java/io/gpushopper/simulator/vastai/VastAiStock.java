package io.gpushopper.simulator.vastai;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The asks that can be rented now. Guarded by the world's lock. */
final class VastAiStock {

    /** Market time until the GPUs of an ended instance are offered anew, under another id. */
    static final Duration RELISTING_LAG = Duration.ofSeconds(30);

    private final Map<Long, VastAiOffer> offers = new LinkedHashMap<>();
    private OfferGenerator generator;

    VastAiStock(long seed, int count, Instant now) {
        this.generator = new OfferGenerator(seed, now);
        add(generator.offers(count));
    }

    void replaceAll(long seed, int count, Instant now) {
        offers.clear();
        generator = new OfferGenerator(seed, now);
        add(generator.offers(count));
    }

    Collection<VastAiOffer> all() {
        return offers.values();
    }

    Optional<VastAiOffer> find(long id) {
        return Optional.ofNullable(offers.get(id));
    }

    void take(VastAiOffer offer) {
        offers.remove(offer.id());
    }

    void relist(VastAiOffer offer) {
        add(List.of(offer.relisted(generator.nextId())));
    }

    Optional<VastAiOffer> cheapest() {
        return offers.values().stream()
                .min(Comparator.comparing(offer -> offer.terms().gpuPerHour()));
    }

    private void add(List<VastAiOffer> more) {
        more.forEach(offer -> offers.put(offer.id(), offer));
    }
}
