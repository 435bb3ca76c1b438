package io.gpushopper.sdk;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP request. Its text shows neither headers nor body, for they may hold secrets. Immutable. */
public final class HttpCall {
    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final @Nullable String body;
    private final Duration timeout;

    HttpCall(String method, URI uri, Map<String, String> headers, @Nullable String body, Duration timeout) {
        this.method = requireNonNull(method, "method");
        this.uri = requireNonNull(uri, "uri");
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.timeout = requireNonNull(timeout, "timeout");
    }

    /** The HTTP method, in capitals. */
    public String method() {
        return method;
    }

    /** The absolute address. */
    public URI uri() {
        return uri;
    }

    /** The headers to send. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The body, to be sent as UTF-8; empty for none. */
    public Optional<String> body() {
        return Optional.ofNullable(body);
    }

    /** How long the whole answer may take. */
    public Duration timeout() {
        return timeout;
    }

    @Override
    public String toString() {
        return method + " " + uri;
    }
}
