package io.gpushopper.sdk;

/** How far a key is that was added to a session. */
public enum SshKeyOutcome {
    /** It may log in now. */
    IN_PLACE,
    /** It is recorded, and may log in as soon as the server has put it in place. */
    RECORDED
}
