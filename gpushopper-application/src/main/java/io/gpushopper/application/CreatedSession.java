package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.ports.SshPrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * A session that was just created, or that the same request created before.
 *
 * @param session the session
 * @param privateKey the consumer's private key, PKCS#1 PEM, given out with this answer only; null when he brought his own, and
 *     when nobody logs in
 * @param isReplay whether the request had been answered, or recorded, before
 */
public record CreatedSession(Session session, @Nullable SshPrivateKey privateKey, boolean isReplay) {
    public CreatedSession {
        requireNonNull(session, "session");
    }
}
