package io.gpushopper.adapters.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one host key pass, or any while none is pinned, and remembers the one it saw. The library asks it before
 * anything but the key exchange is sent. Thread-safe.
 */
final class HostKeyPin implements HostKeyVerifier {
    private final @Nullable String pinned;
    private volatile @Nullable String seen;

    HostKeyPin(@Nullable String pinned) {
        this.pinned = pinned;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        String fingerprint = fingerprint(key);
        seen = fingerprint;
        return pinned == null || pinned.equals(fingerprint);
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return List.of();
    }

    /** The fingerprint of the host key, once the server has shown one. */
    Optional<String> seen() {
        return Optional.ofNullable(seen);
    }

    /** Whether the server has shown another key than the pinned one. */
    boolean isBroken() {
        String fingerprint = seen;
        return pinned != null && fingerprint != null && !pinned.equals(fingerprint);
    }

    private static String fingerprint(PublicKey key) {
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
