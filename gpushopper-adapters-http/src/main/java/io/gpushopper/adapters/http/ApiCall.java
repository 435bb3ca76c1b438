package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider's API. The URI carries no secret. Immutable: the {@code with} methods return another call.
 *
 * @param operation what it is in the metrics: one of those of {@code Metrics.providerCalled}
 * @param priority who goes before whom, and the defaults of the rest
 * @param pacer where it waits for its turn
 * @param method the HTTP verb
 * @param uri where to
 * @param contentType the body's
 * @param body its text; null for none
 * @param limits how long, how much and how often
 */
public record ApiCall(
        String operation,
        CallPriority priority,
        Pacer pacer,
        String method,
        URI uri,
        String contentType,
        @Nullable String body,
        CallLimits limits) {
    private static final String JSON = "application/json";

    public ApiCall {
        requireNonNull(operation, "operation");
        requireNonNull(priority, "priority");
        requireNonNull(pacer, "pacer");
        requireNonNull(method, "method");
        requireNonNull(uri, "uri");
        requireNonNull(contentType, "contentType");
        requireNonNull(limits, "limits");
    }

    /** A call with the limits of its priority and without a body. */
    public static ApiCall of(String operation, CallPriority priority, Pacer pacer, String method, URI uri) {
        return new ApiCall(operation, priority, pacer, method, uri, JSON, null, CallLimits.of(priority));
    }

    public ApiCall withBody(String json) {
        return new ApiCall(operation, priority, pacer, method, uri, JSON, requireNonNull(json, "json"), limits);
    }

    /** With the fields of an HTML form, encoded, which may hold a credential. */
    public ApiCall withForm(String fields) {
        String type = "application/x-www-form-urlencoded";
        return new ApiCall(operation, priority, pacer, method, uri, type, requireNonNull(fields, "fields"), limits);
    }

    /** With another time from sending to the last byte of the answer. */
    public ApiCall withTimeout(Duration timeout) {
        return withLimits(new CallLimits(
                timeout, limits.patience(), limits.maxBytes(), limits.attempts(), limits.heedsBreaker()));
    }

    /** Sent even while the breaker is open: for what cleaning up needs. A destroy is so from the start. */
    public ApiCall pastBreaker() {
        return withLimits(
                new CallLimits(limits.timeout(), limits.patience(), limits.maxBytes(), limits.attempts(), false));
    }

    public ApiCall withLimits(CallLimits other) {
        return new ApiCall(operation, priority, pacer, method, uri, contentType, body, other);
    }

    /** The call as it may stand in a message: verb and path, no query. */
    String shown() {
        return method + " " + uri.getPath();
    }

    /** Without the body, which may hold a credential. */
    @Override
    public String toString() {
        return "ApiCall[" + shown() + "]";
    }
}
