package io.gpushopper.adapters.vastai;

/** The two ways in which Vast.ai rents out the GPUs of one ask. */
enum Rental {
    /** At a price, until we end it. */
    ON_DEMAND("on-demand", ""),
    /** For a bid, until somebody else bids more: then it is stopped, and its disk bills on until we end it. */
    BID("bid", "-bid");

    private final String type;
    private final String suffix;

    Rental(String type, String suffix) {
        this.type = type;
        this.suffix = suffix;
    }

    /** The wire's {@code type} of a search. */
    String type() {
        return type;
    }

    /** Our id of the offer: the ask alone is the same for both. */
    String offerId(String ask) {
        return ask + suffix;
    }

    /** The ask of such an id; a text that is no number when it is none. */
    static String ask(String offerId) {
        return of(offerId) == BID ? offerId.substring(0, offerId.length() - BID.suffix.length()) : offerId;
    }

    static Rental of(String offerId) {
        return offerId.endsWith(BID.suffix) ? BID : ON_DEMAND;
    }
}
