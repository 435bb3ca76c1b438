package io.gpushopper.sdk.wire;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/sessions/{id}/ssh-keys}. The constructor checks nothing. Immutable.
 *
 * <pre>{@code
 * {"ssh_public_key": "ssh-ed25519 AAAAC3Nz... me@laptop"}
 * }</pre>
 *
 * @param sshPublicKey required: one line, as a file {@code id_*.pub} holds it
 */
public record SshKeyRequest(@Nullable String sshPublicKey) {}
