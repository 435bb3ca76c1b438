package io.gpushopper.sdk;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One whole HTTP answer. Its text does not show the body, for it may hold a private key. Immutable. */
public final class HttpAnswer {
    private final int status;
    private final Map<String, List<String>> headers;
    private final String body;

    /** Takes the status, the headers in any spelling of their names, and the body, empty if there was none. */
    public HttpAnswer(int status, Map<String, List<String>> headers, String body) {
        this.status = status;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> this.headers.put(name, List.copyOf(values)));
        this.body = requireNonNull(body, "body");
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The first value of a header, whatever the spelling of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The body, decoded from UTF-8. */
    public String body() {
        return body;
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + "]";
    }
}
