package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.ConsumerId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which charges to add up.
 *
 * @param period of these days
 * @param consumers only these consumers'; of an empty set nobody's; null asks for everybody's
 */
public record CostQuery(CostPeriod period, @Nullable Set<ConsumerId> consumers) {
    public CostQuery {
        requireNonNull(period, "period");
        consumers = consumers == null ? null : Set.copyOf(consumers);
    }

    /** Whether the consumer is one of those asked for. */
    public boolean isAbout(ConsumerId consumer) {
        return consumers == null || consumers.contains(consumer);
    }
}
