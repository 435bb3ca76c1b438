package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a request that was recorded.
 *
 * @param session the session that it made
 * @param content the digest of what it asked for
 * @param recordedAt when
 * @param key whether a private key belongs to the answer, and is there
 * @param consumerKey the private key; null unless {@code key} is {@code READABLE}
 */
public record StoredReply(
        SessionId session,
        String content,
        Instant recordedAt,
        Key key,
        @Nullable SshPrivateKey consumerKey) {
    /** Whether the private key can be given out again. */
    public enum Key {
        /** The consumer brought his own. */
        NONE,
        /** Here it is. */
        READABLE,
        /** There was one, and it can't be decrypted. */
        LOST
    }

    public StoredReply {
        requireNonNull(session, "session");
        requireNonNull(content, "content");
        requireNonNull(recordedAt, "recordedAt");
        requireNonNull(key, "key");
        if ((key == Key.READABLE) != (consumerKey != null)) {
            throw new IllegalArgumentException("the key is there when it is readable, and only then");
        }
    }
}
