package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SessionId;

/** A request with a key that was used before can't be answered; nothing was bought for it. */
public final class IdempotencyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The key was used for a request that asks for something else. */
        REUSED("the idempotency key was used for another request"),
        /** The first request is still under way. */
        IN_PROGRESS("a request with this idempotency key is still under way"),
        /** The private key that belongs to the answer can't be read any more; the session is there. */
        REPLY_LOST("the private key of this request's answer can't be read any more; add another key to the session,"
                + " or end it");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    private final transient SessionId session;
    private final Reason reason;

    IdempotencyException(Reason reason, SessionId session) {
        super(reason.message);
        this.reason = requireNonNull(reason, "reason");
        this.session = requireNonNull(session, "session");
    }

    public Reason reason() {
        return reason;
    }

    /** The session of the first request. */
    public SessionId session() {
        return session;
    }
}
