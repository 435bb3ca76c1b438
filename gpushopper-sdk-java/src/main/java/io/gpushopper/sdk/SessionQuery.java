package io.gpushopper.sdk;

import io.gpushopper.sdk.wire.SessionStatus;
import java.time.Instant;

/** Which sessions to list, newest first. Everything is optional; what several parameters ask for must all hold. Immutable. */
public final class SessionQuery {
    private final Query query;

    private SessionQuery(Query query) {
        this.query = query;
    }

    /** Asks for everything. */
    public static SessionQuery all() {
        return builder().build();
    }

    /** Starts a query that asks for everything. */
    public static Builder builder() {
        return new Builder();
    }

    Query query() {
        return query;
    }

    /** Narrows the query. A parameter is set at most once, but for the status. Confined to one thread. */
    public static final class Builder {
        private Query query = Query.NONE;

        private Builder() {}

        /** Sessions of this consumer. */
        public Builder consumerId(String consumerId) {
            query = query.with("consumer_id", consumerId);
            return this;
        }

        /** Sessions in this status; set more than once: in any of them. */
        public Builder status(SessionStatus status) {
            query = query.with("status", status.word());
            return this;
        }

        /** Sessions at this provider: {@code vastai}, {@code tensordock}. */
        public Builder provider(String provider) {
            query = query.with("provider", provider);
            return this;
        }

        /** Sessions created after this moment. */
        public Builder createdAfter(Instant createdAfter) {
            query = query.with("created_after", createdAfter);
            return this;
        }

        /** Sessions created before this moment. */
        public Builder createdBefore(Instant createdBefore) {
            query = query.with("created_before", createdBefore);
            return this;
        }

        /** At most this many sessions in the answer; at least 1. Without it up to 1,000. */
        public Builder limit(int limit) {
            query = query.with("limit", limit);
            return this;
        }

        /** Leaves out this many sessions from the front. */
        public Builder offset(int offset) {
            query = query.with("offset", offset);
            return this;
        }

        /** Goes on from the page that gave this {@code next_page_token}. */
        public Builder pageToken(String pageToken) {
            query = query.with("page_token", pageToken);
            return this;
        }

        /** The query with what was set so far. */
        public SessionQuery build() {
            return new SessionQuery(query);
        }
    }
}
