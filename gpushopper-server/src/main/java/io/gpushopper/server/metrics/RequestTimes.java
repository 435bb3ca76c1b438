package io.gpushopper.server.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Histogram;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/** Times every request by the template of its path, so that no id becomes a label. Thread-safe. */
@PreMatching
public final class RequestTimes implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BEGAN = RequestTimes.class.getName();
    private static final String UNMATCHED = "unmatched";
    private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH");
    private static final double NANOS = 1e9;

    private final Histogram times;
    private final LongSupplier ticker;

    /**
     * @param ticker nanoseconds from any beginning, as {@link System#nanoTime} gives them
     */
    public RequestTimes(CollectorRegistry registry, LongSupplier ticker) {
        this.ticker = ticker;
        this.times = Histogram.build("http_request_duration_seconds", "Requests served.")
                .labelNames("method", "path", "status")
                .buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
                .register(registry);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGAN, ticker.getAsLong());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BEGAN) instanceof Long began) {
            String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
            times.labels(method, path(request), String.valueOf(response.getStatus()))
                    .observe((ticker.getAsLong() - began) / NANOS);
        }
    }

    private static String path(ContainerRequestContext request) {
        if (!(request.getUriInfo() instanceof ExtendedUriInfo uri)) {
            return UNMATCHED;
        }
        List<UriTemplate> templates = new ArrayList<>(uri.getMatchedTemplates());
        Collections.reverse(templates);
        StringBuilder path = new StringBuilder();
        templates.forEach(template -> path.append(template.getTemplate()));
        String joined = path.toString().replaceAll("/+", "/");
        return uri.getMatchedResourceMethod() == null && joined.length() <= 1 ? UNMATCHED : joined;
    }
}
