package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A provider's credential. It never shows itself by accident: only {@link #reveal()} gives the text. Immutable. */
public final class ApiKey {
    private static final int FINGERPRINT_BYTES = 8;

    private final String value;

    /** Surrounding white space is dropped; what remains is not empty and printable ASCII. */
    public ApiKey(String value) {
        String trimmed = requireNonNull(value, "value").strip();
        if (trimmed.isEmpty() || !trimmed.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "an API key has at least one character, all printable and without spaces");
        }
        this.value = trimmed;
    }

    /** The key itself, for the request that needs it; keep it out of logs, messages and URLs. */
    public String reveal() {
        return value;
    }

    /** 16 hex digits that are the same for the same key and don't tell it. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[redacted]";
    }
}
