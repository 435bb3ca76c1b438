package io.gpushopper.domain.session;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import java.time.Instant;

/** One line of the books: an interval that was metered, or a correction that was appended to one. Immutable. */
public sealed interface LedgerLine permits LedgerInterval, LedgerCorrection {
    /** Who is charged. */
    SessionId session();

    /** For which instance. */
    InstanceId instance();

    /** For what. */
    ChargeKind kind();

    /** When it begins to count. */
    Instant from();

    /**
     * What it comes to within a span. Spans that meet add up to the span that they make, exactly.
     *
     * @param begin counts
     * @param end does not count; of an interval that runs, what lies before it has run
     */
    Accrued within(Instant begin, Instant end);

    <R> R match(Cases<R> cases);

    /** One branch per kind of line. */
    interface Cases<R> {
        R interval(LedgerInterval line);

        R correction(LedgerCorrection line);
    }
}
