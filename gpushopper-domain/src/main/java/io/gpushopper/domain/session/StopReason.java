package io.gpushopper.domain.session;

import java.util.Locale;

/** What ended a session, in the words of the HTTP contract ({@code stop_reason}). */
public enum StopReason {
    /** The consumer said that the work is done. */
    DONE,
    /** The consumer deleted the session. */
    DELETED,
    /** Its reservation ran out. */
    EXPIRED,
    /** Nobody used it for as long as its consumer allowed. */
    IDLE,
    /** It has cost as much as it may: its own cap, or its consumer's budget. */
    BUDGET,
    /** Nobody can have its key: the answer that was to bring it never went out. */
    UNDELIVERED,
    /** The provider lost the instance. */
    PROVIDER_LOST,
    /** It could not be made to work. */
    FAILED;

    /**
     * Whether storage that was to be preserved is kept after such an end: after one that its consumer planned or a limit brought, and when the
     * provider stopped the machine; not when he wanted all of it gone, can't have its key, or it never worked.
     */
    boolean mayKeep() {
        return switch (this) {
            case DONE, EXPIRED, IDLE, BUDGET, PROVIDER_LOST -> true;
            case DELETED, UNDELIVERED, FAILED -> false;
        };
    }

    /** The word on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
