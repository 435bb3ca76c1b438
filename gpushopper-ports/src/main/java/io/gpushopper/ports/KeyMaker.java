package io.gpushopper.ports;

/** Makes key pairs. Thread-safe. */
public interface KeyMaker {
    /**
     * A pair for a consumer: RSA of 3,072 bits, the private key as PKCS#1 PEM ({@code BEGIN RSA PRIVATE KEY}). May wait for
     * one to be made.
     *
     * @throws InterruptedException when interrupted while waiting
     */
    SshKeyPair consumerKey() throws InterruptedException;

    /** A pair for the engine's own probes of one session: Ed25519, made at once. */
    SshKeyPair engineKey();
}
