package io.gpushopper.simulator.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request as a provider sees it. Its text form names no header, since those carry credentials.
 *
 * @param method upper case
 * @param path decoded, without query and without a trailing slash
 * @param query decoded; of repeated parameters the last
 * @param headers names in lower case
 * @param body as text, empty if there was none
 */
public record HttpCall(
        String method, String path, Map<String, String> query, Map<String, String> headers, String body) {

    /** Copies the maps. */
    public HttpCall {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(body, "body");
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * The same call seen from below a path.
     *
     * @param prefix a path that this call's path begins with
     * @return the call with the rest of its path
     */
    public HttpCall below(String prefix) {
        return new HttpCall(method, path.substring(prefix.length()), query, headers, body);
    }

    /**
     * The parts of the path between its slashes.
     *
     * @return the parts, in order
     */
    public List<String> segments() {
        return List.of(path.startsWith("/") ? path.substring(1).split("/", -1) : path.split("/", -1));
    }

    /**
     * A query parameter.
     *
     * @param name the parameter
     * @return its decoded value
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /**
     * The bearer token of the {@code Authorization} header.
     *
     * @return the token; empty without one
     */
    public Optional<String> bearer() {
        String header = headers.getOrDefault("authorization", "");
        return header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(header.substring(7).strip()).filter(token -> !token.isEmpty())
                : Optional.empty();
    }

    /**
     * The body as JSON.
     *
     * @return the parsed body, an empty object if there was none, or empty if it is no JSON
     */
    public Optional<JsonNode> json() {
        return body.isBlank() ? Optional.of(Json.object()) : Json.parse(body);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
