package io.gpushopper.simulator.vastai;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The asks that can be rented now. Guarded by the world's lock. */
final class VastAiStock {

    /** Market time until the GPUs of an ended instance are offered anew, under another id. */
    static final Duration RELISTING_LAG = Duration.ofSeconds(30);

    private final Map<Long, VastAiOffer> offers = new LinkedHashMap<>();
    // What is gone and still shown, with the age of the market until which it is.
    private final Map<VastAiOffer, Duration> stale = new LinkedHashMap<>();
    private OfferGenerator generator;

    VastAiStock(long seed, int count, Instant now) {
        this.generator = new OfferGenerator(seed, now);
        add(generator.offers(count));
    }

    void replaceAll(long seed, int count, Instant now) {
        offers.clear();
        stale.clear();
        generator = new OfferGenerator(seed, now);
        add(generator.offers(count));
    }

    Collection<VastAiOffer> all() {
        return offers.values();
    }

    Optional<VastAiOffer> find(long id) {
        return Optional.ofNullable(offers.get(id));
    }

    /** What a search finds: what can be rented, and what could be a while ago. */
    Collection<VastAiOffer> shown(Duration age) {
        stale.values().removeIf(until -> until.compareTo(age) <= 0);
        if (stale.isEmpty()) {
            return offers.values();
        }
        List<VastAiOffer> shown = new ArrayList<>(offers.values());
        shown.addAll(stale.keySet());
        return shown;
    }

    /** Any one of them; empty if there is none. */
    Optional<VastAiOffer> any(Random random) {
        return offers.isEmpty()
                ? Optional.empty()
                : offers.values().stream().skip(random.nextInt(offers.size())).findFirst();
    }

    void reprice(VastAiOffer offer, BigDecimal factor) {
        offers.put(offer.id(), offer.repriced(factor));
    }

    /** It can't be rented any more, and is shown until the market is that old. */
    void take(VastAiOffer offer, Duration shownUntil) {
        offers.remove(offer.id());
        stale.put(offer, shownUntil);
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
