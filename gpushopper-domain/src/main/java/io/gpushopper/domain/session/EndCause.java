package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Why a session ends. It decides whether the session is {@code stopped} or {@code failed} once nothing of it is left.
 *
 * @param reason what ended it
 * @param failure what went wrong; null when nothing did
 */
public record EndCause(StopReason reason, @Nullable Failure failure) {
    /**
     * What went wrong.
     *
     * @param type the kind of failure
     * @param message for people, without secrets
     */
    public record Failure(FailureType type, String message) {
        public Failure {
            requireNonNull(type, "type");
            requireNonNull(message, "message");
        }
    }

    public EndCause {
        requireNonNull(reason, "reason");
    }

    /** Who brought the end about. */
    public Actor actor() {
        return switch (reason) {
            case DONE, DELETED -> Actor.CONSUMER;
            case EXPIRED, IDLE, BUDGET, UNDELIVERED -> Actor.ENGINE;
            case PROVIDER_LOST -> Actor.PROVIDER;
            case FAILED -> failure == null ? Actor.ENGINE : failure.type().actor();
        };
    }

    public static EndCause of(StopReason reason) {
        return new EndCause(reason, null);
    }

    /** An end because of a failure; a lost instance has its own reason. */
    public static EndCause failure(FailureType type, String message) {
        return failure(new Failure(type, message));
    }

    /** An end because of that. */
    static EndCause failure(Failure failure) {
        StopReason reason = failure.type() == FailureType.PROVIDER_LOST ? StopReason.PROVIDER_LOST : StopReason.FAILED;
        return new EndCause(reason, failure);
    }
}
