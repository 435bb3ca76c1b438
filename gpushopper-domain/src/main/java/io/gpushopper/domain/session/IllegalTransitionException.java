package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

/** A session can't do that in the state that it is in. */
public final class IllegalTransitionException extends RuntimeException {
    private final SessionId session;
    private final SessionStatus status;

    public IllegalTransitionException(SessionId session, SessionState from, String wanted) {
        super("session " + session + " is " + from.status().word() + ": " + wanted);
        this.session = requireNonNull(session, "session");
        this.status = from.status();
    }

    public SessionId session() {
        return session;
    }

    /** How the session was when it refused. */
    public SessionStatus status() {
        return status;
    }
}
