package io.gpushopper.adapters.vastai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.ProviderException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks the offers by price: at most 64 come at a time whatever is asked for, so each page begins at the last price of the one
 * before, and what comes twice is kept once. Thread-safe.
 */
final class VastAiSearch {
    /** What comes at most; asked for, so that a service with a higher cap is walked in the same pages. */
    private static final int PAGE = 64;

    private static final int PAGES = 4;

    private final VastAiApi api;
    private final ApiClient client;
    private final VastAiConfig config;
    private final VastAiOffers reader;
    private final InstantSource clock;

    VastAiSearch(VastAiApi api, ApiClient client, VastAiConfig config, InstantSource clock) {
        this.api = api;
        this.client = client;
        this.config = config;
        this.reader = new VastAiOffers(config.minReliability());
        this.clock = clock;
    }

    List<Offer> offers() {
        Map<OfferId, Offer> found = new LinkedHashMap<>();
        walk(Rental.ON_DEMAND, found);
        if (config.interruptible()) {
            walk(Rental.BID, found);
        }
        return List.copyOf(found.values());
    }

    private void walk(Rental rental, Map<OfferId, Offer> found) {
        ObjectNode query = query(rental);
        BigDecimal from = null;
        for (int page = 0; page < PAGES; page++) {
            List<JsonFields> offers = page(query);
            Instant fetchedAt = clock.instant();
            offers.forEach(json ->
                    reader.read(json, rental, fetchedAt).ifPresent(offer -> found.putIfAbsent(offer.id(), offer)));
            BigDecimal last = lastPrice(offers).orElse(null);
            if (offers.size() != PAGE || last == null) {
                return;
            }
            // A whole page at one price: what else has that price is passed over rather than all that costs more.
            boolean isStuck = from != null && last.compareTo(from) == 0;
            query.putObject("dph_total").put(isStuck ? "gt" : "gte", last);
            from = last;
        }
    }

    private List<JsonFields> page(ObjectNode query) {
        ApiCall call = api.search(query);
        ApiAnswer answer = client.call(call);
        JsonFields offers = answer.json()
                .map(body -> body.at("offers"))
                .filter(JsonFields::isArray)
                .orElseThrow(() -> new ProviderException(
                        VastAiProviderFactory.ID, ErrorKind.MALFORMED, "search brought an answer without offers"));
        return offers.elements();
    }

    private static Optional<BigDecimal> lastPrice(List<JsonFields> offers) {
        return offers.isEmpty()
                ? Optional.empty()
                : offers.get(offers.size() - 1).decimal("dph_total");
    }

    /** A flat object: one wrapped in a field is refused. */
    private ObjectNode query(Rental rental) {
        ObjectNode query = JsonNodeFactory.instance.objectNode().put("type", rental.type());
        query.putObject("rentable").put("eq", true);
        query.putObject("rented").put("eq", false);
        query.putObject("verified").put("eq", true);
        query.putObject("external").put("eq", false);
        query.putObject("reliability2").put("gte", config.minReliability());
        query.put("allocated_storage", VastAiOffers.DEFAULT_DISK_GB);
        query.putArray("order").addArray().add("dph_total").add("asc");
        return query.put("limit", PAGE);
    }
}
