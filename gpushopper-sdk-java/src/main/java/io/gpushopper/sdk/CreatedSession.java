package io.gpushopper.sdk;

import static java.util.Objects.requireNonNull;

import io.gpushopper.sdk.wire.SessionJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session just created, with the one copy of its private key. Immutable. */
public final class CreatedSession {
    private final SessionJson session;
    private final @Nullable SshPrivateKey privateKey;
    private final boolean replayed;

    CreatedSession(SessionJson session, @Nullable SshPrivateKey privateKey, boolean replayed) {
        this.session = requireNonNull(session, "session");
        this.privateKey = privateKey;
        this.replayed = replayed;
    }

    /** The session's id. */
    public String id() {
        return session.id();
    }

    /** The session as it was when the server answered, mostly {@code provisioning}. */
    public SessionJson session() {
        return session;
    }

    /** The key to log in with, which the server gives out only here; empty if the request brought a public key, and where nobody logs in. */
    public Optional<SshPrivateKey> privateKey() {
        return Optional.ofNullable(privateKey);
    }

    /** Whether an earlier request with the same idempotency key created the session. */
    public boolean isReplayed() {
        return replayed;
    }

    @Override
    public String toString() {
        return "CreatedSession[" + session + "]";
    }
}
