package io.gpushopper.domain.session;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The public word for how a session is; the stored code of each never changes. */
public enum SessionStatus {
    PENDING,
    PROVISIONING,
    RUNNING,
    STOPPING,
    STOPPED,
    FAILED;

    /** Of sessions that neither end nor are over, in their order. */
    public static final Set<SessionStatus> ACTIVE = Collections.unmodifiableSet(EnumSet.range(PENDING, RUNNING));
    /** Of sessions that are not over, in their order. */
    public static final Set<SessionStatus> LIVE = Collections.unmodifiableSet(EnumSet.range(PENDING, STOPPING));

    /** The word on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing follows any more: no instance of the session exists. */
    public boolean isFinal() {
        return this == STOPPED || this == FAILED;
    }

    /** Empty when the text is none of the six words. */
    public static Optional<SessionStatus> parse(String word) {
        for (SessionStatus status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
