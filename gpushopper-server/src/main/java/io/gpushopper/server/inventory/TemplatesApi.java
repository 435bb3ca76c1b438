package io.gpushopper.server.inventory;

import io.gpushopper.sdk.wire.TemplateJson;
import io.gpushopper.sdk.wire.TemplatesJson;
import io.gpushopper.server.openapi.ApiDescription;
import io.gpushopper.server.openapi.ResourceDescription;
import io.gpushopper.server.openapi.Rule;

/** Tells what {@link TemplatesResource} serves. */
public final class TemplatesApi {
    private TemplatesApi() {}

    /** Adds the operations and their types. */
    public static void describeTo(ApiDescription api) {
        ResourceDescription resource = api.resource(
                        TemplatesResource.class, "Templates", "What sessions can begin with, at Vast.ai.")
                .path("hash_id", "the template's hash, exactly as the list shows it");
        resource.operation("list", "The templates that providers recommend")
                .about("They are asked for once an hour.")
                .text("provider", "of this provider only; another than the configured ones is refused")
                .answer(200, "by name; none of a provider that has no templates", TemplatesJson.class)
                .error(400, "a parameter breaks a rule")
                .error(502, "a provider refuses the server's credentials, and hasn't told yet")
                .error(503, "a provider doesn't tell, and hasn't yet");
        resource.operation("get", "One template, recommended or not")
                .answer(200, "as the provider tells it", TemplateJson.class)
                .error(404, "there is none")
                .error(502, "a provider refuses the server's credentials")
                .error(503, "a provider doesn't tell");
        api.type(TemplatesJson.class, "Some templates.")
                .field("templates", "by name")
                .field("count", "how many they are", Rule.atLeast(0));
        api.type(TemplateJson.class, "What a provider keeps ready to set an instance up with.")
                .field("hash_id", "what a session is asked for with; another content has another one")
                .field("provider", "whose")
                .field("name", "what people call it")
                .field("image", "the container image")
                .field("recommended", "whether the provider recommends it")
                .field("ports", "the TCP ports it opens, beside SSH", Rule.range(1, 65_535))
                .field("recommended_disk_gb", "the disk that it is made for", Rule.atLeast(1))
                .field("requirements", "what it asks of an offer, for people")
                .field(
                        "unchecked_requirements",
                        "what else it asks, by the provider's names: offers don't tell it, so nobody checks it")
                .field("usable", "whether sessions may begin with it: none does that would bring a volume")
                .field("unusable_reason", "why not");
    }
}
