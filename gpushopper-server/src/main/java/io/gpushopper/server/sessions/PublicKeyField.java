package io.gpushopper.server.sessions;

import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.server.http.Problems;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a public key that a consumer brought, in the form of an {@code id_*.pub} file. */
final class PublicKeyField {
    static final String FIELD = "ssh_public_key";
    private static final String RULE = FIELD
            + " must be one line of ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256, -384 or -521, its base64 and an optional"
            + " comment, as a file id_*.pub holds it";

    /** What a comment may be in {@code authorized_keys} as we write it. */
    private static final Pattern COMMENT = Pattern.compile("[A-Za-z0-9@._-]{1,100}");

    private PublicKeyField() {}

    /** The key; null when the text is none, which is told then. A comment that authorized_keys may not hold is left out. */
    static @Nullable SshPublicKey read(String text, Problems problems) {
        String[] words = text.strip().split("[ \\t]+", 3);
        if (words.length < 2 || text.strip().lines().count() != 1 || !isWhole(words[0], words[1])) {
            problems.add(
                    FIELD, text.contains("PRIVATE KEY") ? RULE + "; this is a private key: keep it to yourself" : RULE);
            return null;
        }
        String bare = words[0] + " " + words[1];
        try {
            return new SshPublicKey(
                    words.length == 3 && COMMENT.matcher(words[2]).matches() ? bare + " " + words[2] : bare);
        } catch (IllegalArgumentException otherType) {
            problems.add(FIELD, RULE);
            return null;
        }
    }

    /** Whether the base64 begins with the name of its type, as every key does; what was cut while copied rarely decodes. */
    private static boolean isWhole(String type, String base64) {
        try {
            ByteBuffer key = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            byte[] name = new byte[Math.min(Math.max(0, key.getInt()), key.remaining())];
            key.get(name);
            boolean named = new String(name, StandardCharsets.US_ASCII).equals(type);
            while (named && key.hasRemaining()) {
                int length = key.getInt();
                if (length < 0 || length > key.remaining()) {
                    return false;
                }
                key.position(key.position() + length);
            }
            return named;
        } catch (IllegalArgumentException | BufferUnderflowException damaged) {
            return false;
        }
    }
}
