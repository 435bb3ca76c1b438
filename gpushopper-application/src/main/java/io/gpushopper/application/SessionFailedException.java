package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Session;

/**
 * A session could not be created: the provider refused, or what it gave was no good. No instance of it is left behind, or its
 * end is under way and certain.
 */
public final class SessionFailedException extends RuntimeException {
    private final transient Session session;
    private final transient EndCause.Failure failure;

    SessionFailedException(Session session, EndCause.Failure failure) {
        super("session " + session.id() + " failed: " + failure.type().word() + ": " + failure.message());
        this.session = requireNonNull(session, "session");
        this.failure = requireNonNull(failure, "failure");
    }

    /** The session as it was recorded. */
    public Session session() {
        return session;
    }

    /** What went wrong. */
    public EndCause.Failure failure() {
        return failure;
    }
}
