package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SessionId;

/** The consumer already has a session on that offer that is not over. */
public final class DuplicateSessionException extends RuntimeException {
    private final SessionId existing;

    public DuplicateSessionException(SessionId existing) {
        super("the consumer already has an active session on that offer: " + existing);
        this.existing = requireNonNull(existing, "existing");
    }

    /** The session that is there. */
    public SessionId existing() {
        return existing;
    }
}
