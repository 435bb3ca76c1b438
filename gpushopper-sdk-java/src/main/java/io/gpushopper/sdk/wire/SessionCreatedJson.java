package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST /api/v1/sessions}. Immutable.
 *
 * <pre>{@code
 * {"session": {...}, "ssh_private_key": "-----BEGIN RSA PRIVATE KEY-----..."}
 * }</pre>
 *
 * @param sshPrivateKey PKCS#1 PEM; absent when the consumer brought a public key
 */
public record SessionCreatedJson(
        SessionJson session, @Nullable SecretText sshPrivateKey) {
    public SessionCreatedJson {
        requireNonNull(session, "session");
    }
}
