package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.OfferId;

/** The offer was for rent a while ago and is no more; another may do. */
public final class OfferGoneException extends RuntimeException {
    private final OfferId offer;

    public OfferGoneException(OfferId offer) {
        super("offer is gone: " + offer);
        this.offer = requireNonNull(offer, "offer");
    }

    public OfferId offer() {
        return offer;
    }
}
