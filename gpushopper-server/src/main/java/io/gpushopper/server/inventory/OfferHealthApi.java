package io.gpushopper.server.inventory;

import io.gpushopper.sdk.wire.GpuHealthJson;
import io.gpushopper.sdk.wire.MarketHealthJson;
import io.gpushopper.sdk.wire.OfferHealthJson;
import io.gpushopper.server.openapi.ApiDescription;
import io.gpushopper.server.openapi.Rule;

/** Tells what {@link OfferHealthResource} serves. */
public final class OfferHealthApi {
    private OfferHealthApi() {}

    /** Adds the operation and its types. */
    public static void describeTo(ApiDescription api) {
        api.resource(OfferHealthResource.class, "Inventory", "What the providers have to rent, cheapest first.")
                .operation("list", "Offers that failed lately")
                .answer(200, "those of the last hour, whichever replica saw them fail", MarketHealthJson.class);
        api.type(MarketHealthJson.class, "The offers that failed within the last hour, and the models of their GPUs.")
                .field("offers", "the worst first")
                .field("gpu_types", "the worst first");
        api.type(OfferHealthJson.class, "How an offer does that failed within the last hour.")
                .field("offer_id", "which")
                .field("provider", "who rents it out")
                .field("gpu_type", "the model of its GPUs")
                .field("recent_failures", "how often it failed within the last hour", Rule.atLeast(1))
                .field("failures", "the same by what went wrong, in the words of `error_type`")
                .field("last_failure_type", "what went wrong last")
                .field("last_failure", "when that was")
                .field(
                        "is_suppressed",
                        "after three failures within half an hour an offer is not listed for half an hour; whoever names it can rent it")
                .field("suppressed_until", "until when; left out when it is not suppressed")
                .field(
                        "confidence_multiplier",
                        "by what its `availability_confidence` is multiplied",
                        Rule.range(0, 1));
        api.type(GpuHealthJson.class, "How one model of GPUs does at one provider.")
                .field("provider", "who rents them out")
                .field("gpu_type", "the model, as offers name it")
                .field("failed_offer_count", "how many of its offers failed within the last hour", Rule.atLeast(1))
                .field("is_degraded", "whether three or more did, so that all are believed less")
                .field(
                        "confidence_multiplier",
                        "by what the `availability_confidence` of them all is multiplied",
                        Rule.range(0, 1));
    }
}
