package io.gpushopper.sdk.errors;

import io.gpushopper.sdk.wire.SessionStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The time was up before the session got where it was awaited. The session goes on, and so may its bill. */
public final class AwaitTimeoutException extends GpuShopperException {
    private final String sessionId;
    private final @Nullable SessionStatus lastStatus;

    /** The {@code lastFailure} is why the session could not be looked at in the end, if it could not. */
    public AwaitTimeoutException(
            String sessionId,
            Duration timeout,
            @Nullable SessionStatus lastStatus,
            @Nullable GpuShopperException lastFailure) {
        super(
                "session " + sessionId + " was " + (lastStatus == null ? "not seen" : "still " + lastStatus) + " after "
                        + timeout + "; it goes on",
                lastFailure);
        this.sessionId = sessionId;
        this.lastStatus = lastStatus;
    }

    /** The session that was awaited. */
    public String sessionId() {
        return sessionId;
    }

    /** Its status when it was last seen; empty if it never was. */
    public Optional<SessionStatus> lastStatus() {
        return Optional.ofNullable(lastStatus);
    }
}
