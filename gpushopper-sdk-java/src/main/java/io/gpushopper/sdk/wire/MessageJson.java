package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST .../done} and {@code DELETE}. Immutable.
 *
 * <pre>{@code
 * {"message": "session destroyed", "session_id": "sess-abc123"}
 * }</pre>
 *
 * @param status {@code stopping} when the end goes on after the answer
 */
public record MessageJson(
        String message, String sessionId, @Nullable SessionStatus status) {
    public MessageJson {
        requireNonNull(message, "message");
        requireNonNull(sessionId, "sessionId");
    }
}
