package io.gpushopper.domain.ledger;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * One instance in our books and on its provider's bill. Immutable.
 *
 * @param instance which
 * @param session whose it is, by our books or by its tag
 * @param stage whether the two can be held against each other yet
 * @param booked what our books say, corrections included
 * @param corrected of that, by corrections
 * @param billed what the provider says; null when the instance is not on the bill
 * @param rounding by how much that may be off because the provider rounds
 */
public record InstanceComparison(
        InstanceId instance,
        SessionId session,
        Stage stage,
        Accrued booked,
        Accrued corrected,
        @Nullable Accrued billed,
        Accrued rounding) {
    /** How far an instance has come on the way to its last bill. */
    public enum Stage {
        /** It runs, or ended so lately that the bill may not have all of it yet. */
        PENDING,
        /** The bill has all that it will ever have. */
        SETTLED
    }

    public InstanceComparison {
        requireNonNull(instance, "instance");
        requireNonNull(session, "session");
        requireNonNull(stage, "stage");
        requireNonNull(booked, "booked");
        requireNonNull(corrected, "corrected");
        requireNonNull(rounding, "rounding");
    }

    public boolean isSettled() {
        return stage == Stage.SETTLED;
    }

    /** What the provider billed, less what the books say; an instance that is not on the bill was billed nothing. */
    public Accrued difference() {
        return (billed == null ? Accrued.ZERO : billed).minus(booked);
    }
}
