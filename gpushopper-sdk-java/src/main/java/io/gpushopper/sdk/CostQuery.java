package io.gpushopper.sdk;

import java.time.LocalDate;

/** Which costs to add up: by default everybody's, of this calendar month in UTC. Immutable. */
public final class CostQuery {
    private final Query query;

    private CostQuery(Query query) {
        this.query = query;
    }

    /** Everybody's costs of this month. */
    public static CostQuery thisMonth() {
        return builder().build();
    }

    /** Starts a query for everybody's costs of this month. */
    public static Builder builder() {
        return new Builder();
    }

    Query query() {
        return query;
    }

    /** Narrows the query. A parameter is set at most once. Confined to one thread. */
    public static final class Builder {
        private Query query = Query.NONE;

        private Builder() {}

        /** Costs of this consumer. */
        public Builder consumerId(String consumerId) {
            query = query.with("consumer_id", consumerId);
            return this;
        }

        /** From this day on, its start included; without an end, to the end of its month. */
        public Builder startDate(LocalDate startDate) {
            query = query.with("start_date", startDate);
            return this;
        }

        /** To the end of this day; without a start, from the start of its month. */
        public Builder endDate(LocalDate endDate) {
            query = query.with("end_date", endDate);
            return this;
        }

        /** Of today; not together with dates. */
        public Builder today() {
            query = query.with("period", "daily");
            return this;
        }

        /** The query with what was set so far. */
        public CostQuery build() {
            return new CostQuery(query);
        }
    }
}
