package io.gpushopper.application;

import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.ports.IdempotentRequest;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.StoredReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Answers a create that was asked for before. The answer is made of the session as it stands and of the key that was stored with it,
 * so that nothing has to be kept of the first answer, and none has to be waited for. Nothing is ever bought here. Thread-safe.
 */
final class Replays {
    /** The HTTP API keeps an idempotency key for so long. */
    static final Duration KEPT = Duration.ofHours(24);

    private final SessionStore sessions;
    private final Duration createWait;
    private final InstantSource clock;

    Replays(SessionStore sessions, Duration createWait, InstantSource clock) {
        this.sessions = sessions;
        this.createWait = createWait;
        this.clock = clock;
    }

    /**
     * The answer to a request that was recorded; empty when it is to be carried out.
     *
     * @throws IdempotencyException when it can't be answered
     * @throws SessionFailedException when the purchase was refused, and nobody was told; the key is free again
     */
    Optional<CreatedSession> find(IdempotentRequest request) {
        StoredReply reply = sessions.findReply(request.key()).orElse(null);
        if (reply == null) {
            return Optional.empty();
        }
        if (reply.recordedAt().plus(KEPT).isBefore(clock.instant())) {
            sessions.freeReply(request.key(), reply.session());
            return Optional.empty();
        }
        if (!reply.content().equals(request.content())) {
            throw new IdempotencyException(IdempotencyException.Reason.REUSED, reply.session());
        }
        Session session = sessions.find(reply.session())
                .orElseThrow(() -> new IllegalStateException("a request is recorded without its session"));
        refuse(request, session);
        if (reply.key() == StoredReply.Key.LOST) {
            throw new IdempotencyException(IdempotencyException.Reason.REPLY_LOST, session.id());
        }
        return Optional.of(new CreatedSession(session, reply.consumerKey(), true));
    }

    /** A refusal frees the key. */
    void free(IdempotentRequest request, Session refused) {
        sessions.freeReply(request.key(), refused.id());
    }

    /** Forgets what is too old to be answered again. */
    int forgetOld() {
        return sessions.forgetReplies(clock.instant().minus(KEPT));
    }

    private void refuse(IdempotentRequest request, Session session) {
        Instant answered = session.terms().createdAt().plus(createWait);
        if (!session.isPurchaseSettled() && clock.instant().isBefore(answered)) {
            throw new IdempotencyException(IdempotencyException.Reason.IN_PROGRESS, session.id());
        }
        EndCause.Failure refusal = session.endCause()
                .map(EndCause::failure)
                .filter(failure -> wasRefused(session, answered))
                .orElse(null);
        if (refusal != null) {
            free(request, session);
            throw new SessionFailedException(session, refusal);
        }
    }

    /** Whether its purchase brought nothing before the first request was answered, which then was that refusal and no session. */
    private static boolean wasRefused(Session session, Instant answered) {
        boolean bought = session.attempts().stream()
                .anyMatch(attempt -> attempt.settlement() == LaunchAttempt.Settlement.LAUNCHED);
        return !bought && !endedAt(session.state()).isAfter(answered);
    }

    private static Instant endedAt(SessionState state) {
        if (state instanceof SessionState.Ending ending) {
            return ending.since();
        }
        return state instanceof SessionState.Over over ? over.at() : Instant.MAX;
    }
}
