package io.gpushopper.server.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.WireJson;
import java.time.Instant;

/** An offer's JSON, ready to be sent, and what tells whether two showings of it say the same. Immutable. */
final class OfferFragment {
    private static final ObjectMapper MAPPER = WireJson.mapper();

    private final Offer offer;
    private final byte[] json;
    private final byte[] digest;

    private OfferFragment(Offer offer, byte[] json, byte[] digest) {
        this.offer = offer;
        this.json = json;
        this.digest = digest;
    }

    static OfferFragment of(Offer offer) {
        OfferJson shown = OfferView.offer(offer);
        // When the provider was asked differs from replica to replica and says nothing about the offer (ADR 10).
        OfferJson content = OfferView.fetchedAt(offer, Instant.EPOCH);
        return new OfferFragment(
                offer, written(shown), new ContentHash().add(written(content)).bytes());
    }

    /** Whether this is of the offer as it is shown now. */
    boolean isOf(Offer shown) {
        return offer.equals(shown);
    }

    /** To be read only. */
    byte[] json() {
        return json;
    }

    /** To be read only. */
    byte[] digest() {
        return digest;
    }

    private static byte[] written(OfferJson json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("an offer can't be written as JSON", broken);
        }
    }
}
