package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The answer of {@code GET /health}, with 200 as with 503. Immutable.
 *
 * <pre>{@code
 * {"status": "ok", "timestamp": "2026-01-29T12:00:00Z",
 *  "services": {"lifecycle": "running", "inventory": "ok", "ready": "true"}}
 * }</pre>
 *
 * @param status {@code ok} or {@code unavailable}
 */
public record HealthJson(String status, Instant timestamp, ServicesJson services) {
    public HealthJson {
        requireNonNull(status, "status");
        requireNonNull(timestamp, "timestamp");
        requireNonNull(services, "services");
    }
}
