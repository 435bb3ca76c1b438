package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

/**
 * Where and as whom one logs in.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param user the account on the instance
 */
public record SshEndpoint(String host, int port, String user) {
    public SshEndpoint {
        requireNonNull(host, "host");
        requireNonNull(user, "user");
        if (host.isBlank() || user.isBlank()) {
            throw new IllegalArgumentException("an endpoint has a host and a user");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is from 1 to 65535");
        }
    }
}
