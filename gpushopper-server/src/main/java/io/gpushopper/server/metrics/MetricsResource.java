package io.gpushopper.server.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** {@code /metrics}, in the text format that the scraper asks for. Thread-safe. */
@Path("/metrics")
public final class MetricsResource {
    private final CollectorRegistry registry;

    public MetricsResource(CollectorRegistry registry) {
        this.registry = registry;
    }

    @GET
    public Response scrape(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) throws IOException {
        String format = TextFormat.chooseContentType(accept);
        StringWriter text = new StringWriter();
        TextFormat.writeFormat(format, text, registry.metricFamilySamples());
        return Response.ok(text.toString())
                .header(HttpHeaders.CONTENT_TYPE, format)
                .build();
    }
}
