package io.gpushopper.server.metrics;

import io.gpushopper.server.openapi.ApiDescription;

/** Tells what {@link MetricsResource} serves. */
public final class MetricsApi {
    private MetricsApi() {}

    /** Adds the operation. */
    public static void describeTo(ApiDescription api) {
        api.resource(MetricsResource.class, "Metrics", "What the server counts and measures, for Prometheus.")
                .operation("scrape", "All metrics")
                .answerAs(200, "the text format of Prometheus, or OpenMetrics for those who accept it", "text/plain")
                .answerAs(200, "", "application/openmetrics-text")
                .error(403, "the token is no admin's");
    }
}
