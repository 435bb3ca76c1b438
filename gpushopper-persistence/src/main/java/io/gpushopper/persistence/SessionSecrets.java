package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what is secret of a session for the store: AES-256-GCM under a random nonce of 12 bytes that stands in front of what
 * it encrypts, bound to the session's id and the secret's kind, so that one row's secret is of no use elsewhere. Thread-safe.
 */
final class SessionSecrets {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final @Nullable EncryptionKey key;
    private final RandomGenerator random;

    /**
     * Secrets under that key.
     *
     * @param key null when there is none: then nothing can be encrypted, and nothing read
     * @param random makes the nonces; unpredictable, thread-safe
     */
    SessionSecrets(@Nullable EncryptionKey key, RandomGenerator random) {
        this.key = key;
        this.random = requireNonNull(random, "random");
    }

    /** What a secret is; each is bound to its text. */
    enum Kind {
        ENGINE_KEY(""),
        CONSUMER_KEY(" consumer"),
        SETUP(" setup");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    byte[] encrypted(SessionId session, Kind kind, String secret) {
        if (key == null) {
            throw new StoreException("without its encryption key the store takes no new session", null);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, key, session.value() + kind.suffix, nonce)
                    .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(nonce.length + text.length)
                    .put(nonce)
                    .put(text)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new StoreException("a secret of " + session + " could not be encrypted", e);
        }
    }

    /** Empty when it can't be read: another key wrote it, or it is damaged. */
    Optional<String> decrypted(SessionId session, Kind kind, byte[] stored) {
        if (key == null || stored.length < NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] text = new byte[stored.length - NONCE_BYTES];
        ByteBuffer.wrap(stored).get(nonce).get(text);
        try {
            byte[] secret = cipher(Cipher.DECRYPT_MODE, key, session.value() + kind.suffix, nonce)
                    .doFinal(text);
            return Optional.of(new String(secret, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, EncryptionKey key, String boundTo, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(boundTo.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
