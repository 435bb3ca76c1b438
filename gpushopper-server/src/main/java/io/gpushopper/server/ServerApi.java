package io.gpushopper.server;

import io.gpushopper.server.costs.CostsApi;
import io.gpushopper.server.health.HealthApi;
import io.gpushopper.server.inventory.InventoryApi;
import io.gpushopper.server.inventory.OfferHealthApi;
import io.gpushopper.server.inventory.TemplatesApi;
import io.gpushopper.server.metrics.MetricsApi;
import io.gpushopper.server.openapi.ApiDescription;
import io.gpushopper.server.openapi.OpenApiResource;
import io.gpushopper.server.sessions.SessionsApi;

/** The whole HTTP API, as its features tell it. */
final class ServerApi {
    private ServerApi() {}

    static ApiDescription description() {
        ApiDescription api = new ApiDescription();
        HealthApi.describeTo(api);
        MetricsApi.describeTo(api);
        InventoryApi.describeTo(api);
        OfferHealthApi.describeTo(api);
        TemplatesApi.describeTo(api);
        SessionsApi.describeTo(api);
        CostsApi.describeTo(api);
        OpenApiResource.describeTo(api);
        return api;
    }
}
