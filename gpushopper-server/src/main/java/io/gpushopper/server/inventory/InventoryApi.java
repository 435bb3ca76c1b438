package io.gpushopper.server.inventory;

import io.gpushopper.sdk.wire.EstimateJson;
import io.gpushopper.sdk.wire.InventoryJson;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.TemplatesJson;
import io.gpushopper.sdk.wire.WarningJson;
import io.gpushopper.server.openapi.ApiDescription;
import io.gpushopper.server.openapi.ResourceDescription;
import io.gpushopper.server.openapi.Rule;

/** Tells what {@link InventoryResource} serves. */
public final class InventoryApi {
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String ETAG = "ETag";
    private static final String KNOWN = "the `ETag` of what you have";
    private static final String TAG = "weak; the same while what is shown is the same";
    private static final String UNCHANGED = "what you have is what there is";
    private static final String NONE_YET = "no provider has shown its offers yet";

    private InventoryApi() {}

    /** Adds the operations and their types. */
    public static void describeTo(ApiDescription api) {
        ResourceDescription resource = api.resource(
                        InventoryResource.class, "Inventory", "What the providers have to rent, cheapest first.")
                .path("id", "the offer's id, exactly as the list shows it", Rule.example("vastai-12345"));
        resource.operation("list", "Offers that match")
                .text("provider", "of this provider only; another than the configured ones is refused")
                .text("gpu_type", "a model or a family of GPUs; case, maker and separators don't matter")
                .text("location", "a part of the location, or a country's code")
                .integer("min_vram", "GB of memory of each GPU", Rule.atLeast(0))
                .number("max_price", "US dollars an hour for the whole offer", Rule.atLeast(0))
                .integer("min_gpu_count", "how many GPUs at least; 0 for any", Rule.atLeast(0))
                .integer("gpu_count", "the same as `min_gpu_count`; of both, the larger holds", Rule.atLeast(0))
                .number("min_reliability", "how reliable the host must be", Rule.range(0, 1))
                .number("min_availability_confidence", "how likely the offer must still be there", Rule.range(0, 1))
                .integer("limit", "how many to show; left out: all", Rule.atLeast(1))
                .integer("offset", "how many to skip", Rule.atLeast(0))
                .text("sort", "the order", Rule.words(OfferParameters.ORDERS.keySet()), Rule.usually("price"))
                .integer("gpu_count_exact", "exactly so many GPUs", Rule.atLeast(1))
                .integer("max_gpu_count", "how many GPUs at most", Rule.atLeast(1))
                .text("min_cuda", "the lowest CUDA version, such as `12.4`")
                .text("country", "ISO 3166 alpha-2", Rule.pattern("^[A-Za-z]{2}$"))
                .text("interruptible", "whether the machine may be taken away", Rule.words("true", "false"))
                .number("max_price_per_gpu", "US dollars an hour for one GPU", Rule.atLeast(0))
                .text(TemplateView.PARAMETER, "only offers that this template fits, so only those of its provider")
                .header(IF_NONE_MATCH, KNOWN)
                .answer(
                        200,
                        "one page of them; providers that fail just now are named in `warnings`",
                        InventoryJson.class)
                .answerHeader(200, ETAG, TAG)
                .answer(304, UNCHANGED)
                .answerHeader(304, ETAG, TAG)
                .error(400, "a parameter breaks a rule")
                .error(502, "the template's provider refuses the server's credentials")
                .error(503, "no provider has shown its offers yet, or the template's doesn't tell it");
        resource.operation("get", "One offer")
                .header(IF_NONE_MATCH, KNOWN)
                .answer(200, "as it was last seen", OfferJson.class)
                .answerHeader(200, ETAG, TAG)
                .answer(304, UNCHANGED)
                .answerHeader(304, ETAG, TAG)
                .error(503, NONE_YET)
                .error(404, "there is no such offer, or no longer");
        resource.operation("compatibleTemplates", "Templates that fit an offer")
                .answer(
                        200,
                        "those that its provider recommends; none where there are no templates",
                        TemplatesJson.class)
                .error(404, "there is no such offer, or no longer")
                .error(502, "the offer's provider refuses the server's credentials")
                .error(503, "no provider has shown its offers yet, or the offer's doesn't tell its templates");
        resource.operation("estimate", "What an offer would cost")
                .integer("hours", "for how long; left out: 1", Rule.atLeast(1))
                .integer("disk_gb", "the disk; left out: what the price includes", Rule.atLeast(10))
                .answer(200, "as it is shown now, if it is charged in full all the time", EstimateJson.class)
                .error(400, "a parameter breaks a rule, or the offer can't be had so")
                .error(404, "there is no such offer, or no longer")
                .error(503, NONE_YET);
        api.type(EstimateJson.class, "What an offer would cost. Bandwidth is not in it.")
                .field("offer_id", "the offer")
                .field("hours", "for how long it would be rented", Rule.atLeast(1))
                .field("disk_gb", "the disk", Rule.atLeast(1))
                .field("price_per_hour", "US dollars an hour, with that disk", Rule.atLeast(0))
                .field("total_cost", "US dollars for those hours", Rule.atLeast(0))
                .field("max_hours", "for how long a session on it can live, extensions included", Rule.atLeast(0))
                .field("max_cost", "US dollars if it is left running as long", Rule.atLeast(0))
                .field("currency", "always `USD`");
        api.type(InventoryJson.class, "One page of offers.")
                .field("offers", "in order")
                .field("count", "how many are on this page", Rule.atLeast(0))
                .field("total", "how many match", Rule.atLeast(0))
                .field("warnings", "providers whose offers are missing or old");
        describeOffer(api);
        api.type(WarningJson.class, "A provider that fails just now.")
                .field("provider", "its id")
                .field("error_type", "why, for programs")
                .field("message", "why, for people")
                .field("snapshot_age_seconds", "how old its offers are; left out when there are none", Rule.atLeast(0));
    }

    private static void describeOffer(ApiDescription api) {
        api.type(OfferJson.class, "A priced machine that can be rented.")
                .field("id", "what a session is asked for with")
                .field("provider", "who rents it out")
                .field("provider_id", "the provider's own id of it")
                .field("gpu_type", "the vendor's short name, such as `RTX 4090`")
                .field("gpu_count", "how many GPUs", Rule.atLeast(1))
                .field("vram_gb", "GB of memory of each GPU", Rule.atLeast(0))
                .field("price_per_hour", "US dollars an hour, with the default disk", Rule.atLeast(0))
                .field("location", "where it stands, as the provider says it")
                .field("reliability", "of its host", Rule.range(0, 1))
                .field("available", "whether it can be rented for an hour at least")
                .field("max_duration_hours", "for how long it can be rented; 0: no limit is known", Rule.atLeast(0))
                .field("fetched_at", "when the provider last showed it")
                .field("availability_confidence", "how likely it is still there", Rule.range(0, 1), Rule.always())
                .field("cuda_version", "a text, since 12.10 and 12.1 are two versions")
                .field("machine_id", "the provider's id of the machine")
                .field("interruptible", "whether the machine may be taken away")
                .field("min_bid", "US dollars an hour", Rule.atLeast(0))
                .field("vcpus", "processors", Rule.atLeast(0))
                .field("ram_gb", "GB of memory", Rule.atLeast(0))
                .field("disk_gb", "GB of the largest disk to be had", Rule.atLeast(0))
                .field("storage_price_gb_hour", "US dollars for a GB and hour", Rule.atLeast(0))
                .field("inet_down_mbps", "Mbit/s towards it", Rule.atLeast(0))
                .field("inet_up_mbps", "Mbit/s from it", Rule.atLeast(0))
                .field("country", "ISO 3166 alpha-2", Rule.pattern("^[A-Z]{2}$"))
                .field("datacenter", "whether it stands in a data centre")
                .field("gpu_name", "the GPU as the provider spells it");
    }
}
