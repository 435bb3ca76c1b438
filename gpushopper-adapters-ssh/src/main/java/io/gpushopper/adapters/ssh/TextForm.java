package io.gpushopper.adapters.ssh;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How keys look as text. Stateless. */
final class TextForm {
    // RFC 7468: lines of 64 characters.
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private TextForm() {}

    static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
    }
}
