package io.gpushopper.ports;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions to list. A null part, or no status, asks for all.
 *
 * @param consumers only these consumers'; of an empty set nobody's
 * @param statuses only in one of these
 * @param provider only at this provider
 * @param limit at most so many, the newest; at least 1
 */
public record SessionQuery(
        @Nullable Set<ConsumerId> consumers,
        Set<SessionStatus> statuses,
        @Nullable ProviderId provider,
        int limit) {
    public SessionQuery {
        consumers = consumers == null ? null : Set.copyOf(consumers);
        statuses = Set.copyOf(statuses);
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
    }
}
