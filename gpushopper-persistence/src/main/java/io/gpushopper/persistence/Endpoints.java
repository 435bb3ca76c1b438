package io.gpushopper.persistence;

import io.gpushopper.domain.session.OpenPorts;
import io.gpushopper.domain.session.SshEndpoint;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses as one column holds them: {@code root@203.0.113.9:22022}, URL-encoded, with spaces between. */
final class Endpoints {
    private static final String EVERY_PORT = "every";
    private static final int ANY_PORT = 1;

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

    /** Each as {@code 8000@203.0.113.9:41057}: the port inside where an address has its user. */
    static String portsText(OpenPorts ports) {
        List<SshEndpoint> all = new ArrayList<>();
        ports.mapped().forEach(open -> all.add(new SshEndpoint(open.host(), open.port(), "" + open.inside())));
        String host = ports.everyPortAt();
        if (host != null) {
            all.add(new SshEndpoint(host, ANY_PORT, EVERY_PORT));
        }
        return text(all);
    }

    static OpenPorts ports(String text) {
        List<OpenPorts.PublicPort> mapped = new ArrayList<>();
        String everyPortAt = null;
        for (SshEndpoint open : list(text)) {
            if (open.user().equals(EVERY_PORT)) {
                everyPortAt = open.host();
            } else {
                mapped.add(new OpenPorts.PublicPort(Integer.parseInt(open.user()), open.host(), open.port()));
            }
        }
        return new OpenPorts(mapped, everyPortAt);
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
