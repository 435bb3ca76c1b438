package io.gpushopper.application;

import io.gpushopper.domain.session.IllegalTransitionException;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.SessionStore;
import java.time.InstantSource;

/**
 * Listens to the agents that run on instances. They may speak often: a heartbeat is one small read and at most one small write, which
 * no decision waits for. Thread-safe.
 */
final class SessionAgents {
    private final SessionStore sessions;
    private final InstantSource clock;

    SessionAgents(SessionStore sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** See {@link GpuShopper#heartbeat}. */
    void heard(SessionId id, Heartbeat heartbeat) {
        String known = sessions.tokenHash(id).orElseThrow(() -> new NotFoundException("session", id.value()));
        if (!heartbeat.token().hasHash(known)) {
            throw new WrongTokenException();
        }
        if (heartbeat.isUse() && !sessions.markUsed(id, clock.instant())) {
            Session over = sessions.find(id).orElseThrow(() -> new NotFoundException("session", id.value()));
            throw new IllegalTransitionException(id, over.state(), "it takes no heartbeats");
        }
    }
}
