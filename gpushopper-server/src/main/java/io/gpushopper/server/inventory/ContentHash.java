package io.gpushopper.server.inventory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A hash over parts, of which none can run into the next. Confined to one thread. */
final class ContentHash {
    // 22 characters of Base64, as the HTTP API promises.
    private static final int BYTES = 16;

    private final MessageDigest digest = sha256();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    ContentHash add(byte[] part) {
        add(part.length);
        digest.update(part);
        return this;
    }

    ContentHash add(long part) {
        number.clear().putLong(part).flip();
        digest.update(number);
        return this;
    }

    /** Adds the text of a value; null is a part of its own. */
    ContentHash addText(@Nullable Object part) {
        return part == null ? add(-1) : add(part.toString().getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return Arrays.copyOf(digest.digest(), BYTES);
    }

    /** As an entity tag: {@code W/"<22 characters>"}. */
    String weakTag() {
        return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes()) + "\"";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
