package io.gpushopper.server.http;

import io.gpushopper.sdk.wire.ErrorType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Refuses a query whose percent signs can't be decoded, which would be guessed at otherwise. Thread-safe. */
@PreMatching
public final class WellFormedQuery implements ContainerRequestFilter {
    private static final int HEX = 16;

    // As it was sent: in the framework's own, signs that can't be decoded are encoded once more.
    @Context
    private @Nullable HttpServletRequest sent;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!isWellFormed(sent == null ? null : sent.getQueryString())) {
            throw ErrorAnswer.of(
                            400,
                            ErrorType.INVALID_REQUEST,
                            "the query can't be decoded: write % as %25, and text in UTF-8")
                    .asException();
        }
    }

    static boolean isWellFormed(@Nullable String query) {
        if (query == null || query.indexOf('%') < 0) {
            return true;
        }
        ByteBuffer bytes = ByteBuffer.allocate(query.length());
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c != '%') {
                bytes.put((byte) (c < 128 ? c : '?'));
                continue;
            }
            if (i + 2 >= query.length() || digit(query, i + 1) < 0 || digit(query, i + 2) < 0) {
                return false;
            }
            bytes.put((byte) (digit(query, i + 1) * HEX + digit(query, i + 2)));
            i += 2;
        }
        return isText(bytes.flip());
    }

    private static int digit(String text, int at) {
        return Character.digit(text.charAt(at), HEX);
    }

    private static boolean isText(ByteBuffer bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        return !StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError();
    }
}
