package io.gpushopper.persistence;

import io.gpushopper.domain.session.Session;

/** The two parts of the work queue, each with its table and its workers, so that nothing can hold up the ends. */
enum Lane {
    /** Sessions that live. */
    SESSIONS("scheduled_sessions"),
    /** Sessions that end, or are over and have something left to do. */
    ENDS("scheduled_ends");

    private final String table;

    Lane(String table) {
        this.table = table;
    }

    /** The lane in which the session is to be worked on next. */
    static Lane of(Session session) {
        return session.isActive() ? SESSIONS : ENDS;
    }

    String table() {
        return table;
    }

    Lane other() {
        return this == SESSIONS ? ENDS : SESSIONS;
    }
}
