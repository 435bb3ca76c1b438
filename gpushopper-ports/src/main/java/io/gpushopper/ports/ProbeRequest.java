package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to log in.
 *
 * @param candidates where to try, in this order; at least one
 * @param engineKey the private key to log in with
 * @param pinnedHostKey the only host key fingerprint to accept; null before the first login, when any is accepted
 * @param keys the keys to make sure of in the user's {@code authorized_keys}, each appended if it is missing; at least one
 * @param timeout how long the whole attempt may take
 */
public record ProbeRequest(
        List<SshEndpoint> candidates,
        SshPrivateKey engineKey,
        @Nullable String pinnedHostKey,
        List<SshPublicKey> keys,
        Duration timeout) {
    public ProbeRequest {
        candidates = List.copyOf(candidates);
        requireNonNull(engineKey, "engineKey");
        keys = List.copyOf(keys);
        requireNonNull(timeout, "timeout");
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a probe needs somewhere to go");
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a probe makes sure of at least one key");
        }
    }
}
