package io.gpushopper.testkit;

/** What a write of a {@link FakeSessionStore} meets. */
public enum StoreTrouble {
    /** Nothing. */
    NONE,
    /** A lock that is held too long: nothing is written. */
    BUSY,
    /** A disk that is full or read-only: nothing is written. */
    READ_ONLY,
    /** The connection breaks after the commit: all is written, and the writer isn't told. */
    ANSWER_LOST
}
