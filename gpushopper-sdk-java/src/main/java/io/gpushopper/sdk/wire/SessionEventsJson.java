package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/v1/sessions/{id}/events}: the audit trail, oldest first. Immutable.
 *
 * <pre>{@code
 * {"session_id": "sess-...", "events": [...], "count": 3}
 * }</pre>
 *
 * @param sessionId whose
 * @param events never null
 * @param count how many are in this answer
 * @param nextAfter what to send as {@code after} to get those that follow; absent when these are all
 */
public record SessionEventsJson(
        String sessionId,
        List<SessionEventJson> events,
        int count,
        @Nullable Long nextAfter) {
    public SessionEventsJson {
        requireNonNull(sessionId, "sessionId");
        events = Copies.list(events);
    }
}
