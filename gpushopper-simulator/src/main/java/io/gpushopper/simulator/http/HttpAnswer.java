package io.gpushopper.simulator.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a provider does with a call: an answer, or a connection dropped without one.
 *
 * @param status HTTP status; {@code 0} drops the connection
 * @param contentType of the body
 * @param body as text
 * @param headers further headers
 */
public record HttpAnswer(int status, String contentType, String body, Map<String, String> headers) {

    private static final String JSON = "application/json";

    /** Copies the headers. */
    public HttpAnswer {
        requireNonNull(contentType, "contentType");
        requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }

    /**
     * A JSON answer.
     *
     * @param status HTTP status
     * @param body any JSON value
     * @return the answer
     */
    public static HttpAnswer json(int status, JsonNode body) {
        return new HttpAnswer(status, JSON, Json.write(body), Map.of());
    }

    /**
     * A JSON answer whose body is written down word for word.
     *
     * @param status HTTP status
     * @param body JSON text
     * @return the answer
     */
    public static HttpAnswer literal(int status, String body) {
        return new HttpAnswer(status, JSON, body, Map.of());
    }

    /**
     * A plain-text answer.
     *
     * @param status HTTP status
     * @param body the text
     * @return the answer
     */
    public static HttpAnswer text(int status, String body) {
        return new HttpAnswer(status, "text/plain", body, Map.of());
    }

    /**
     * No answer: the connection is closed.
     *
     * @return the dropped connection
     */
    public static HttpAnswer dropped() {
        return new HttpAnswer(0, JSON, "", Map.of());
    }

    /**
     * Whether the connection is closed without an answer.
     *
     * @return true for {@link #dropped()}
     */
    public boolean isDropped() {
        return status == 0;
    }

    /**
     * The same answer with one more header.
     *
     * @param name header name
     * @param value header value
     * @return the answer
     */
    public HttpAnswer withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, contentType, body, more);
    }
}
