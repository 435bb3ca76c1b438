package io.gpushopper.sdk.errors;

import static java.util.Objects.requireNonNull;

import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.SessionJson;
import java.util.Optional;

/** A session that was awaited to run is stopping, stopped or failed, and will never run. */
public final class SessionEndedException extends GpuShopperException {
    private final SessionJson session;

    /** Takes the session as it was when that became clear. */
    public SessionEndedException(SessionJson session) {
        super(message(session), null);
        this.session = requireNonNull(session, "session");
    }

    /** The session as it was when that became clear. */
    public SessionJson session() {
        return session;
    }

    /** What failed; empty if the session was ended without a failure. */
    public Optional<ErrorType> errorType() {
        return Optional.ofNullable(session.errorType());
    }

    private static String message(SessionJson session) {
        StringBuilder message = new StringBuilder("session " + session.id() + " is " + session.status());
        if (session.errorType() != null) {
            message.append(", ").append(session.errorType());
        }
        if (session.error() != null) {
            message.append(": ").append(session.error());
        }
        return message.toString();
    }
}
