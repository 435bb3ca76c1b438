package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The answer to {@code POST /api/v1/sessions/{id}/extend}. Immutable.
 *
 * <pre>{@code
 * {"message": "session extended", "session_id": "sess-abc123", "new_expires_at": "2026-01-29T16:00:00Z"}
 * }</pre>
 */
public record ExtendedJson(String message, String sessionId, Instant newExpiresAt) {
    public ExtendedJson {
        requireNonNull(message, "message");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(newExpiresAt, "newExpiresAt");
    }
}
