package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: a session was charged this rate for this instance from one instant to another. Amounts are
 * computed from intervals and never stored.
 *
 * @param session who is charged
 * @param instance for which instance
 * @param kind for what
 * @param from when it began
 * @param to when it ended, not before {@code from}; null while it runs
 * @param rate the price that ran
 * @param estimated whether a bound was seen by us and not told by the provider
 */
public record LedgerInterval(
        SessionId session,
        InstanceId instance,
        ChargeKind kind,
        Instant from,
        @Nullable Instant to,
        UsdPerHour rate,
        boolean estimated)
        implements LedgerLine {
    public LedgerInterval {
        requireNonNull(session, "session");
        requireNonNull(instance, "instance");
        requireNonNull(kind, "kind");
        requireNonNull(from, "from");
        requireNonNull(rate, "rate");
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("an interval ends at or after its start");
        }
    }

    /** What it comes to until it ended, or until {@code now} while it runs. */
    public Usd amount(Instant now) {
        return within(from, to == null ? now : to).usd();
    }

    @Override
    public Accrued within(Instant begin, Instant end) {
        Instant first = from.isBefore(begin) ? begin : from;
        Instant last = to == null || end.isBefore(to) ? end : to;
        return last.isAfter(first) ? Accrued.over(rate, first, last) : Accrued.ZERO;
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.interval(this);
    }
}
