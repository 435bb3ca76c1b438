package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

/**
 * One broken rule of a request. Immutable.
 *
 * <pre>{@code
 * {"field": "reservation_hours", "message": "reservation_hours must be at most 12"}
 * }</pre>
 *
 * @param field the JSON field or query parameter
 */
public record FieldErrorJson(String field, String message) {
    public FieldErrorJson {
        requireNonNull(field, "field");
        requireNonNull(message, "message");
    }
}
