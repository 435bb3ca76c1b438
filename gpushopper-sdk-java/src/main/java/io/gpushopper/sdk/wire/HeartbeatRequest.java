package io.gpushopper.sdk.wire;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/sessions/{id}/heartbeat}, which an agent on the instance sends. The constructor checks nothing.
 * Immutable.
 *
 * <pre>{@code
 * {"token": "...", "gpu_utilization": 87.5}
 * }</pre>
 *
 * @param token required: what the instance has in its environment variable {@code GPUSHOPPER_SESSION_TOKEN}
 * @param gpuUtilization how busy its GPUs are, 0-100; absent, the heartbeat counts as use
 * @param note for people, at most 256 characters; not kept
 */
public record HeartbeatRequest(
        @Nullable SecretText token,
        @Nullable BigDecimal gpuUtilization,
        @Nullable String note) {
    /** A heartbeat that says no more than that the session is in use. */
    public static HeartbeatRequest inUse(String token) {
        return new HeartbeatRequest(SecretText.of(token), null, null);
    }

    /** A heartbeat that tells how busy the GPUs are, in percent. */
    public static HeartbeatRequest busy(String token, BigDecimal gpuUtilization) {
        return new HeartbeatRequest(SecretText.of(token), gpuUtilization, null);
    }
}
