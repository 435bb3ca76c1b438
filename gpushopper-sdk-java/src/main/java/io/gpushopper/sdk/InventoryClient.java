package io.gpushopper.sdk;

import io.gpushopper.sdk.wire.InventoryJson;
import io.gpushopper.sdk.wire.OfferJson;

/** What there is to rent. Thread-safe. All methods throw the exceptions of {@code io.gpushopper.sdk.errors}. */
public final class InventoryClient {
    private static final String PATH = "/api/v1/inventory";

    private final ApiCalls calls;

    InventoryClient(ApiCalls calls) {
        this.calls = calls;
    }

    /** The offers that match, with warnings about providers that fail just now. */
    public InventoryJson list(InventoryQuery query) {
        return calls.read(calls.requireSuccess(calls.get(PATH, query.query())), InventoryJson.class);
    }

    /**
     * One offer.
     *
     * @throws io.gpushopper.sdk.errors.NotFoundException if it never was, or is no longer, there
     */
    public OfferJson get(String offerId) {
        HttpAnswer answer = calls.get(PATH + "/" + Ids.segment(offerId, "offerId"), Query.NONE);
        return calls.read(calls.requireSuccess(answer), OfferJson.class);
    }
}
