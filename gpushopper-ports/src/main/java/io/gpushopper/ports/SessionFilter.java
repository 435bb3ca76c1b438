package io.gpushopper.ports;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sessions must be to be meant. A null part, or no status, leaves it open; the others must all hold. Immutable.
 *
 * @param consumers of these consumers; of an empty set nobody's
 * @param statuses in one of these
 * @param provider at this provider
 * @param createdAfter created later than this
 * @param createdBefore created earlier than this
 */
public record SessionFilter(
        @Nullable Set<ConsumerId> consumers,
        Set<SessionStatus> statuses,
        @Nullable ProviderId provider,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore) {
    /** All sessions. */
    public static final SessionFilter EVERYTHING = new SessionFilter(null, Set.of(), null, null, null);

    public SessionFilter {
        consumers = consumers == null ? null : Set.copyOf(consumers);
        statuses = Set.copyOf(statuses);
    }

    /** The same, of one of these consumers; null for any. */
    public SessionFilter of(@Nullable Set<ConsumerId> whose) {
        return new SessionFilter(whose, statuses, provider, createdAfter, createdBefore);
    }

    /** The same, in one of these statuses; none for any. */
    public SessionFilter in(Set<SessionStatus> wanted) {
        return new SessionFilter(consumers, wanted, provider, createdAfter, createdBefore);
    }

    /** The same, at one provider; null for any. */
    public SessionFilter at(@Nullable ProviderId where) {
        return new SessionFilter(consumers, statuses, where, createdAfter, createdBefore);
    }

    /** The same, created between these moments, neither included; null for no bound. */
    public SessionFilter created(@Nullable Instant after, @Nullable Instant before) {
        return new SessionFilter(consumers, statuses, provider, after, before);
    }
}
