package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

/** A private key in PEM form. It never shows itself by accident: only {@link #reveal()} gives the text. */
public final class SshPrivateKey {
    private final String pem;

    public SshPrivateKey(String pem) {
        this.pem = requireNonNull(pem, "pem");
    }

    /** The PEM text, for whoever must use or hand out the key; keep it out of logs and messages. */
    public String reveal() {
        return pem;
    }

    @Override
    public String toString() {
        return "SshPrivateKey[redacted]";
    }
}
