package io.gpushopper.server.inventory;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers a GET whose answer has a tag: with the body, or with 304 to whoever says that he has it (RFC 9110, 13.1.2). */
final class ConditionalGet {
    // RFC 9110, 8.8.3. What has another form is no tag, and matches nothing.
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")");

    private ConditionalGet() {}

    /** The answer; the body is made only if it is sent. */
    static Response answer(HttpHeaders request, String tag, Supplier<byte[]> body) {
        Response.ResponseBuilder response = isHeld(request.getRequestHeader(HttpHeaders.IF_NONE_MATCH), tag)
                ? Response.notModified()
                : Response.ok(body.get());
        return response.header(HttpHeaders.ETAG, tag).build();
    }

    /** Weak comparison: by what stands between the quotes. */
    static boolean isHeld(@Nullable List<String> held, String tag) {
        return held != null && held.stream().anyMatch(line -> isNamed(line, tag));
    }

    private static boolean isNamed(String line, String tag) {
        if (line.strip().equals("*")) {
            return true;
        }
        String opaque = tag.substring(tag.indexOf('"'));
        Matcher tags = TAG.matcher(line);
        while (tags.find()) {
            if (tags.group(1).equals(opaque)) {
                return true;
            }
        }
        return false;
    }
}
