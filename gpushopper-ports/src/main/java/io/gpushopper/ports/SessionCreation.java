package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.spending.SpendGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is written, in one transaction, before the first purchase of a session.
 *
 * @param session the session with its first attempt
 * @param engineKey the engine's private key for it; stored encrypted, and erased when the session is over
 * @param setup what may be secret of its instance's setup; stored and erased likewise
 * @param tokenHash the hash of its agent's token; null when it has none
 * @param events lines for the audit trail
 * @param guard what must allow it
 * @param reply what makes its request repeatable; null when it is not
 */
public record SessionCreation(
        Session session,
        SshPrivateKey engineKey,
        SetupSecrets setup,
        @Nullable String tokenHash,
        List<SessionEvent> events,
        SpendGuard guard,
        @Nullable KeptReply reply) {
    public SessionCreation {
        requireNonNull(session, "session");
        requireNonNull(engineKey, "engineKey");
        requireNonNull(setup, "setup");
        events = List.copyOf(events);
        requireNonNull(guard, "guard");
    }

    /** A session of the usual setup that nothing has happened to yet, that nothing has to allow, and whose request can't be repeated. */
    public static SessionCreation of(Session session, SshPrivateKey engineKey) {
        return new SessionCreation(session, engineKey, SetupSecrets.NONE, null, List.of(), SpendGuard.NONE, null);
    }

    /** The same with that setup, and with an agent whose token has that hash. */
    public SessionCreation settingUp(SetupSecrets chosen, String hash) {
        return new SessionCreation(session, engineKey, chosen, hash, events, guard, reply);
    }

    /** The same with these lines for the audit trail. */
    public SessionCreation noting(List<SessionEvent> lines) {
        return new SessionCreation(session, engineKey, setup, tokenHash, lines, guard, reply);
    }

    /** The same, if the guard allows it. */
    public SessionCreation guardedBy(SpendGuard chosen) {
        return new SessionCreation(session, engineKey, setup, tokenHash, events, chosen, reply);
    }

    /** The same, with an answer that can be given again; null for none. */
    public SessionCreation answeredBy(@Nullable KeptReply kept) {
        return new SessionCreation(session, engineKey, setup, tokenHash, events, guard, kept);
    }
}
