package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is written, in one transaction, before the first purchase of a session.
 *
 * @param session the session with its first attempt
 * @param engineKey the engine's private key for it; stored encrypted, and erased when the session is over
 * @param events lines for the audit trail
 * @param reply what makes its request repeatable; null when it is not
 */
public record SessionCreation(
        Session session,
        SshPrivateKey engineKey,
        List<SessionEvent> events,
        @Nullable KeptReply reply) {
    public SessionCreation {
        requireNonNull(session, "session");
        requireNonNull(engineKey, "engineKey");
        events = List.copyOf(events);
    }

    /** A session that nothing has happened to yet. */
    public static SessionCreation of(Session session, SshPrivateKey engineKey) {
        return new SessionCreation(session, engineKey, List.of(), null);
    }
}
