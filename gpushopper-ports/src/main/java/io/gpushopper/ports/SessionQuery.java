package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list of sessions is wanted, newest first. Immutable.
 *
 * @param filter what they must be
 * @param after only those that come after this place; null for all
 * @param offset how many to pass over then, not negative
 * @param limit at most so many; at least 1
 */
public record SessionQuery(SessionFilter filter, @Nullable Place after, int offset, int limit) {
    /**
     * A place in the list, that of one session, whether it is still among those that match or not.
     *
     * @param createdAt when that session was created
     * @param id its id, which settles the order of those created at the same moment
     */
    public record Place(Instant createdAt, SessionId id) {
        public Place {
            requireNonNull(createdAt, "createdAt");
            requireNonNull(id, "id");
        }

        /** Where that session stands. */
        public static Place of(Session session) {
            return new Place(session.terms().createdAt(), session.id());
        }
    }

    public SessionQuery {
        requireNonNull(filter, "filter");
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be at least 0");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
    }

    /** The newest that match. */
    public static SessionQuery newest(SessionFilter filter, int limit) {
        return new SessionQuery(filter, null, 0, limit);
    }
}
