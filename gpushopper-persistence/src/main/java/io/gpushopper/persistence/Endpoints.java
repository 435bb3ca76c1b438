package io.gpushopper.persistence;

import io.gpushopper.domain.session.SshEndpoint;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses as one column holds them: {@code root@203.0.113.9:22022}, URL-encoded, with spaces between. */
final class Endpoints {
    private Endpoints() {}

    static String text(List<SshEndpoint> endpoints) {
        return endpoints.stream().map(Endpoints::text).collect(Collectors.joining(" "));
    }

    static List<SshEndpoint> list(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(Endpoints::parse).toList();
    }

    static @Nullable String textOrNull(@Nullable SshEndpoint endpoint) {
        return endpoint == null ? null : text(endpoint);
    }

    static @Nullable SshEndpoint parseOrNull(@Nullable String text) {
        return text == null ? null : parse(text);
    }

    private static String text(SshEndpoint endpoint) {
        return encoded(endpoint.user()) + "@" + encoded(endpoint.host()) + ":" + endpoint.port();
    }

    private static SshEndpoint parse(String text) {
        int at = text.indexOf('@');
        int colon = text.indexOf(':', at);
        return new SshEndpoint(
                decoded(text.substring(at + 1, colon)),
                Integer.parseInt(text.substring(colon + 1)),
                decoded(text.substring(0, at)));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
