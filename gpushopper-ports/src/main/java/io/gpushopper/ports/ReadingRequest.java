package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SshEndpoint;
import java.time.Duration;

/**
 * One attempt to read an instance's figures, once a login has worked there.
 *
 * @param endpoint where the login worked
 * @param engineKey the private key to log in with
 * @param pinnedHostKey the only host key fingerprint to accept
 * @param timeout how long the whole attempt may take
 */
public record ReadingRequest(SshEndpoint endpoint, SshPrivateKey engineKey, String pinnedHostKey, Duration timeout) {
    public ReadingRequest {
        requireNonNull(endpoint, "endpoint");
        requireNonNull(engineKey, "engineKey");
        requireNonNull(pinnedHostKey, "pinnedHostKey");
        requireNonNull(timeout, "timeout");
    }
}
