package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the ports of an instance are reached from outside, beside that of SSH.
 *
 * @param mapped the ports that are reached at another one
 * @param everyPortAt the host at which every other port is reached under its own number; null when there is none
 */
public record OpenPorts(List<PublicPort> mapped, @Nullable String everyPortAt) {
    public static final OpenPorts NONE = new OpenPorts(List.of(), null);

    /**
     * A port that is reached at another one.
     *
     * @param inside the port in the instance
     * @param host a name or an address
     * @param port the port there
     */
    public record PublicPort(int inside, String host, int port) {
        public PublicPort {
            requireNonNull(host, "host");
            if (inside < 1 || inside > 65_535 || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port is a number from 1 to 65535");
            }
        }
    }

    public OpenPorts {
        mapped = List.copyOf(mapped);
    }

    /** The {@code host:port} of the port inside, with an IPv6 address in brackets; empty where it is not open. */
    public Optional<String> address(int inside) {
        return mapped.stream()
                .filter(open -> open.inside() == inside)
                .findFirst()
                .map(open -> address(open.host(), open.port()))
                .or(() -> Optional.ofNullable(everyPortAt).map(host -> address(host, inside)));
    }

    boolean isEmpty() {
        return mapped.isEmpty() && everyPortAt == null;
    }

    private static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
