package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where a session stands. Not an enum, so that a word from a newer server survives. Immutable.
 *
 * @param word as it stands in the JSON
 */
public record SessionStatus(@JsonValue String word) {
    /** Created, not yet provisioned. */
    public static final SessionStatus PENDING = new SessionStatus("pending");

    /** The instance is being created or verified. */
    public static final SessionStatus PROVISIONING = new SessionStatus("provisioning");

    /** A login to the instance worked. */
    public static final SessionStatus RUNNING = new SessionStatus("running");

    /** It is being ended. */
    public static final SessionStatus STOPPING = new SessionStatus("stopping");

    /** It has ended, and that no instance is left is proved. */
    public static final SessionStatus STOPPED = new SessionStatus("stopped");

    /** It has failed, and that no instance is left is proved. */
    public static final SessionStatus FAILED = new SessionStatus("failed");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionStatus {
        requireNonNull(word, "word");
    }

    /** Whether nothing will change any more. */
    public boolean isFinal() {
        return equals(STOPPED) || equals(FAILED);
    }

    /** Whether the session has come to its end, or is coming to it, and will never run again. */
    public boolean isEnding() {
        return equals(STOPPING) || isFinal();
    }

    @Override
    public String toString() {
        return word;
    }
}
