package io.gpushopper.domain.offer;

import java.math.BigDecimal;
import java.util.Comparator;

/** In which order offers are shown. Each is total, and so the same from page to page: it ends with the price and the id. */
public enum OfferOrder {
    /** Cheapest first. */
    PRICE,
    /** Dearest first. */
    PRICE_DESCENDING,
    /** Cheapest per GPU first. */
    PRICE_PER_GPU,
    /** Most reliable first. */
    RELIABILITY,
    /** Most memory per GPU first. */
    VRAM;

    /** Compares two offers; 0 for those of one id only. */
    public Comparator<Offer> comparator() {
        Comparator<Offer> byPrice = Comparator.comparing(Offer::price).thenComparing(Offer::id);
        return switch (this) {
            case PRICE -> byPrice;
            case PRICE_DESCENDING ->
                Comparator.comparing(Offer::price).reversed().thenComparing(Offer::id);
            case PRICE_PER_GPU -> pricePerGpu().thenComparing(byPrice);
            case RELIABILITY ->
                Comparator.comparingDouble(Offer::reliability).reversed().thenComparing(byPrice);
            case VRAM ->
                Comparator.<Offer>comparingInt(offer -> offer.gpus().vram().value())
                        .reversed()
                        .thenComparing(byPrice);
        };
    }

    /** The price of each for the GPUs of the other: compares without dividing, and so without rounding. */
    private static Comparator<Offer> pricePerGpu() {
        return (one, other) -> times(one, other).compareTo(times(other, one));
    }

    private static BigDecimal times(Offer priced, Offer counted) {
        return priced.price()
                .amount()
                .multiply(BigDecimal.valueOf(counted.gpus().count()));
    }
}
