package io.gpushopper.domain.session;

/** How far an attempt to log in came before it failed. */
public enum ProbeStage {
    /** No TCP connection. */
    CONNECT,
    /** Connected, but no SSH server spoke, or it broke off before the login. */
    HANDSHAKE,
    /** The login was refused. */
    LOGIN,
    /** Logged in, but a key of the consumer's could not be put in place. */
    CONSUMER_KEY,
    /** Logged in, but the instance's figures could not be read. */
    READING,
    /** Connected, but what was launched does not serve yet. */
    SERVICE
}
