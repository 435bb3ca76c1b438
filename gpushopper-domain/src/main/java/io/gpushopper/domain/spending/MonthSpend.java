package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SpentAtMost;
import java.time.Instant;
import java.util.Collection;

/**
 * What a consumer's sessions count for in a month. A session that is not over, or of which storage is kept, counts whole, whenever it began: for what it can have cost
 * at most, and for what is reserved beyond that. One that is over counts for what the books say of the month.
 *
 * @param spent what was spent, for certain or at most
 * @param reserved what sessions that are not over may cost beyond that
 */
public record MonthSpend(Usd spent, Usd reserved) {
    public static final MonthSpend NONE = new MonthSpend(Usd.ZERO, Usd.ZERO);

    public MonthSpend {
        requireNonNull(spent, "spent");
        requireNonNull(reserved, "reserved");
    }

    /**
     * The month of a consumer.
     *
     * @param booked what the books say of the month about sessions that are over
     * @param live the consumer's sessions that are not over
     */
    public static MonthSpend of(Usd booked, Collection<Session> live, Instant now) {
        Usd spent = booked;
        Usd reserved = Usd.ZERO;
        for (Session session : live) {
            Usd atMost = SpentAtMost.of(session, now).amount();
            spent = spent.plus(atMost);
            reserved = reserved.plus(WorstCase.of(session, now)).minus(atMost);
        }
        return new MonthSpend(spent, reserved);
    }

    /** All that is spoken for. */
    public Usd committed() {
        return spent.plus(reserved);
    }
}
