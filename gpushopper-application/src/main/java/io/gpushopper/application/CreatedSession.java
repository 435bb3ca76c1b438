package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.ports.SshPrivateKey;

/**
 * A session that was just created, with the consumer's key: it is kept nowhere, and given out this once.
 *
 * @param session the session
 * @param privateKey the consumer's private key, PKCS#1 PEM
 */
public record CreatedSession(Session session, SshPrivateKey privateKey) {
    public CreatedSession {
        requireNonNull(session, "session");
        requireNonNull(privateKey, "privateKey");
    }
}
