package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What a session's own agent shows to be let in: 256 random bits, so that a plain hash of it is all that a store needs to keep. It
 * never shows itself by accident: only {@link #reveal()} gives the text.
 */
public final class SessionToken {
    /** The variable that tells an instance its session's token. */
    public static final String VARIABLE = "GPUSHOPPER_SESSION_TOKEN";

    private static final int BYTES = 32;

    private final String text;

    /** A token as somebody shows it, which may be any text. */
    public SessionToken(String text) {
        this.text = requireNonNull(text, "text");
    }

    /** A new one; the source must be unpredictable. */
    public static SessionToken random(RandomGenerator source) {
        byte[] bytes = new byte[BYTES];
        source.nextBytes(bytes);
        return new SessionToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The text, for the instance alone; keep it out of logs and messages. */
    public String reveal() {
        return text;
    }

    /** SHA-256 in hexadecimal. */
    public String hash() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Whether this is the token of that hash; it takes as long whatever the answer is. */
    public boolean hasHash(String known) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), known.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "SessionToken[redacted]";
    }
}
