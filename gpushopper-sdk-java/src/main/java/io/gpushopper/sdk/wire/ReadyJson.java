package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The answer of {@code GET /ready}, with 200 as with 503. Immutable.
 *
 * <pre>{@code
 * {"ready": true, "timestamp": "2026-01-29T12:00:00Z"}
 * }</pre>
 */
public record ReadyJson(boolean ready, Instant timestamp) {
    public ReadyJson {
        requireNonNull(timestamp, "timestamp");
    }
}
