package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** An extension would take a session beyond the longest life that it may have. */
public final class ExtensionTooLongException extends RuntimeException {
    private final SessionId session;
    private final Duration possible;

    public ExtensionTooLongException(SessionId session, Duration possible) {
        super("session " + session + " can be extended by " + possible.toHours() + " hours at most");
        this.session = requireNonNull(session, "session");
        this.possible = requireNonNull(possible, "possible");
    }

    public SessionId session() {
        return session;
    }

    /** The longest extension still possible, not negative. */
    public Duration possible() {
        return possible;
    }
}
