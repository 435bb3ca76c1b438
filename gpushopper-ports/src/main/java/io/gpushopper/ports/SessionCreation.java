package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.spending.SpendGuard;
import java.util.List;

/**
 * Everything that is written, in one transaction, before the first purchase of a session.
 *
 * @param session the session with its first attempt
 * @param engineKey the engine's private key for it; stored encrypted, and erased when the session is over
 * @param events lines for the audit trail
 * @param guard what must allow it
 */
public record SessionCreation(Session session, SshPrivateKey engineKey, List<SessionEvent> events, SpendGuard guard) {
    public SessionCreation {
        requireNonNull(session, "session");
        requireNonNull(engineKey, "engineKey");
        events = List.copyOf(events);
        requireNonNull(guard, "guard");
    }

    /** One that nothing has to allow. */
    public SessionCreation(Session session, SshPrivateKey engineKey, List<SessionEvent> events) {
        this(session, engineKey, events, SpendGuard.NONE);
    }

    /** A session that nothing has happened to yet, and that nothing has to allow. */
    public static SessionCreation of(Session session, SshPrivateKey engineKey) {
        return new SessionCreation(session, engineKey, List.of());
    }

    /** The same, if the guard allows it. */
    public SessionCreation guardedBy(SpendGuard chosen) {
        return new SessionCreation(session, engineKey, events, chosen);
    }
}
