package io.gpushopper.domain.session;

/** What moves a session from one state to the next. */
enum TransitionCause {
    /** The attempt is marked as sent. */
    SENT,
    /** The purchase brought an instance. */
    LAUNCHED,
    /** The provider says that the instance runs, and where. */
    ADDRESS_KNOWN,
    /** The engine logged in, and the consumer's key is in place. */
    VERIFIED,
    /** Every attempt is settled and none brought an instance. */
    NOTHING_BOUGHT,
    /** An offer came to nothing before the session ran, and another may be tried. */
    TRIED_IN_VAIN,
    /** Somebody or a deadline wants the end, or something failed. */
    END_WANTED,
    /** The provider has shown twice that the instance is stopped, and its storage is kept. */
    SHOWN_STOPPED,
    /** Its storage is not kept after all. */
    NOT_KEPT,
    /** Its storage was kept, and nothing of it is left. */
    RELEASED,
    /** The instance is proved gone though nobody had asked for its end. */
    LOST,
    /** Every attempt is settled and every instance proved gone. */
    PROVEN_EMPTY
}
