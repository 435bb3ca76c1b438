package io.gpushopper.sdk;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** The private key to log in to an instance with. Never printed. Immutable. */
public final class SshPrivateKey {
    private final String pem;

    private SshPrivateKey(String pem) {
        this.pem = requireNonNull(pem, "pem");
    }

    /** Wraps a key in PEM form. */
    public static SshPrivateKey of(String pem) {
        return new SshPrivateKey(pem);
    }

    /** The key itself: PKCS#1 PEM. */
    public String pem() {
        return pem;
    }

    /**
     * Writes the key to a new file that from its first moment only its owner can read (mode 0600), as {@code ssh -i}
     * demands. Where the file system knows no modes, its access list is narrowed to the owner before the key is written;
     * where it knows neither, the directory has to protect the file.
     *
     * @throws java.io.UncheckedIOException if the file exists, or cannot be written; then no part of the key is left
     */
    public void writeTo(Path file) {
        KeyFile.create(file, pem);
    }

    /**
     * Like {@link #writeTo}, but replaces what stands there. The old file is there until the new one is whole.
     *
     * @throws java.io.UncheckedIOException if the file cannot be written; then the old one is left as it was
     */
    public void overwrite(Path file) {
        KeyFile.replace(file, pem);
    }

    @Override
    public String toString() {
        return "SshPrivateKey[redacted]";
    }
}
