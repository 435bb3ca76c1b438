package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.SshPublicKey;

/**
 * A key pair.
 *
 * @param publicKey the part that goes to instances
 * @param privateKey the part that stays secret
 */
public record SshKeyPair(SshPublicKey publicKey, SshPrivateKey privateKey) {
    public SshKeyPair {
        requireNonNull(publicKey, "publicKey");
        requireNonNull(privateKey, "privateKey");
    }
}
