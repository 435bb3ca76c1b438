package io.gpushopper.sdk;

/** In which order offers are listed. */
public enum OfferSort {
    /** Cheapest first. */
    PRICE("price"),
    /** Dearest first. */
    PRICE_DESCENDING("-price"),
    /** Cheapest per GPU first. */
    PRICE_PER_GPU("price_per_gpu"),
    /** Most reliable first. */
    RELIABILITY("reliability"),
    /** Most memory per GPU first. */
    VRAM("vram");

    private final String word;

    OfferSort(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
