package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.ports.SessionToken;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a session's own agent says.
 *
 * @param token proves that it is the session's
 * @param gpuPercent how busy its GPUs are, from 0 to 100; null when it doesn't tell, which counts as use
 */
public record Heartbeat(SessionToken token, @Nullable BigDecimal gpuPercent) {
    public Heartbeat {
        requireNonNull(token, "token");
    }

    /** Whether the session is in use by that. */
    boolean isUse() {
        return gpuPercent == null || gpuPercent.compareTo(BigDecimal.valueOf(InstanceReading.IDLE_GPU_PERCENT)) > 0;
    }
}
