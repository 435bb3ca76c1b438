package io.gpushopper.sdk;

import io.gpushopper.sdk.wire.EstimateJson;
import io.gpushopper.sdk.wire.InventoryJson;
import io.gpushopper.sdk.wire.MarketHealthJson;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.TemplatesJson;
import java.util.Optional;

/** What there is to rent. Thread-safe. All methods throw the exceptions of {@code io.gpushopper.sdk.errors}. */
public final class InventoryClient {
    private static final String PATH = "/api/v1/inventory";
    private static final String HEALTH = "/api/v1/offer-health";
    private static final int NOT_MODIFIED = 304;

    private final ApiCalls calls;

    InventoryClient(ApiCalls calls) {
        this.calls = calls;
    }

    /** The offers that match, with warnings about providers that fail just now. */
    public InventoryJson list(InventoryQuery query) {
        return listTagged(query).value();
    }

    /** The same with its tag, for {@link #listIfChanged}. */
    public Tagged<InventoryJson> listTagged(InventoryQuery query) {
        return read(calls.get(PATH, query.query()), InventoryJson.class);
    }

    /**
     * The offers that match, unless they are what is known already: then the server sends nothing, and this is empty. Offers that were
     * only fetched anew, without any other difference, count as known.
     *
     * @param known what the same query gave before
     */
    public Optional<Tagged<InventoryJson>> listIfChanged(InventoryQuery query, Tagged<InventoryJson> known) {
        return unlessKnown(unless(known).get(PATH, query.query()), InventoryJson.class);
    }

    /**
     * One offer.
     *
     * @throws io.gpushopper.sdk.errors.NotFoundException if it never was, or is no longer, there
     */
    public OfferJson get(String offerId) {
        return getTagged(offerId).value();
    }

    /**
     * The same with its tag, for {@link #getIfChanged}.
     *
     * @throws io.gpushopper.sdk.errors.NotFoundException if it never was, or is no longer, there
     */
    public Tagged<OfferJson> getTagged(String offerId) {
        return read(calls.get(path(offerId), Query.NONE), OfferJson.class);
    }

    /**
     * One offer, unless it is what is known already: then this is empty.
     *
     * @param known what was known of it
     * @throws io.gpushopper.sdk.errors.NotFoundException if it is no longer there
     */
    public Optional<Tagged<OfferJson>> getIfChanged(String offerId, Tagged<OfferJson> known) {
        return unlessKnown(unless(known).get(path(offerId), Query.NONE), OfferJson.class);
    }

    /**
     * What an offer would cost, with the disk that its price includes.
     *
     * @param hours for how long; at least 1
     * @throws io.gpushopper.sdk.errors.NotFoundException if it never was, or is no longer, there
     * @throws io.gpushopper.sdk.errors.InvalidRequestException if it can't be had for so long
     */
    public EstimateJson estimate(String offerId, int hours) {
        return estimate(offerId, Query.NONE.with("hours", Integer.toString(hours)));
    }

    /**
     * The same with another disk.
     *
     * @param diskGb the disk, in GB; at least 10
     */
    public EstimateJson estimate(String offerId, int hours, int diskGb) {
        return estimate(
                offerId, Query.NONE.with("hours", Integer.toString(hours)).with("disk_gb", Integer.toString(diskGb)));
    }

    /**
     * The templates that fit an offer, of those that its provider recommends; none where there are no templates.
     *
     * @throws io.gpushopper.sdk.errors.NotFoundException if it never was, or is no longer, there
     */
    public TemplatesJson compatibleTemplates(String offerId) {
        HttpAnswer answer = calls.get(path(offerId) + "/compatible-templates", Query.NONE);
        return calls.read(calls.requireSuccess(answer), TemplatesJson.class);
    }

    /** How the offers do that failed within the last hour, and the models of their GPUs. */
    public MarketHealthJson health() {
        return calls.read(calls.requireSuccess(calls.get(HEALTH, Query.NONE)), MarketHealthJson.class);
    }

    private EstimateJson estimate(String offerId, Query query) {
        HttpAnswer answer = calls.requireSuccess(calls.get(path(offerId) + "/estimate", query));
        return calls.read(answer, EstimateJson.class);
    }

    private static String path(String offerId) {
        return PATH + "/" + Ids.segment(offerId, "offerId");
    }

    private ApiCalls unless(Tagged<?> known) {
        return known.tag().map(tag -> calls.withHeader("If-None-Match", tag)).orElse(calls);
    }

    private <T> Optional<Tagged<T>> unlessKnown(HttpAnswer answer, Class<T> type) {
        return answer.status() == NOT_MODIFIED ? Optional.empty() : Optional.of(read(answer, type));
    }

    private <T> Tagged<T> read(HttpAnswer answer, Class<T> type) {
        return Tagged.of(calls.read(calls.requireSuccess(answer), type), answer);
    }
}
