package io.gpushopper.persistence;

import java.util.Base64;

/** The key under which the store keeps secrets: 32 bytes, for AES-256. It never shows itself. Immutable. */
public final class EncryptionKey {
    static final int LENGTH = 32;

    private final byte[] bytes;

    private EncryptionKey(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an encryption key has 32 bytes");
        }
        this.bytes = bytes.clone();
    }

    /**
     * Reads a key from base64, as {@code openssl rand -base64 32} prints it.
     *
     * @throws IllegalArgumentException when it is no base64 of 32 bytes
     */
    public static EncryptionKey ofBase64(String text) {
        return new EncryptionKey(decoded(text.strip()));
    }

    static EncryptionKey of(byte[] bytes) {
        return new EncryptionKey(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "EncryptionKey[redacted]";
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Its message quotes characters of the secret.
            throw new IllegalArgumentException("an encryption key is base64");
        }
    }
}
