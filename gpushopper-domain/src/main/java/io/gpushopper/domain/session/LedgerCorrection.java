package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import java.time.Instant;

/**
 * A line that puts estimated ones right once the provider's own figures are known: nothing that was booked is changed, the difference
 * is added. It counts at one moment, so that it lies in one day whole; what concerns several days is corrected by a line for each.
 *
 * @param session who is charged
 * @param instance for which instance
 * @param kind for what
 * @param from the moment at which it counts, within what it corrects
 * @param difference what the provider billed, less what the books said: negative when they said too much
 * @param reason where the provider's figure is from, for people
 * @param bookedAt when it was appended, not before {@code from}
 */
public record LedgerCorrection(
        SessionId session,
        InstanceId instance,
        ChargeKind kind,
        Instant from,
        Accrued difference,
        String reason,
        Instant bookedAt)
        implements LedgerLine {
    public LedgerCorrection {
        requireNonNull(session, "session");
        requireNonNull(instance, "instance");
        requireNonNull(kind, "kind");
        requireNonNull(from, "from");
        requireNonNull(difference, "difference");
        requireNonNull(reason, "reason");
        if (requireNonNull(bookedAt, "bookedAt").isBefore(from)) {
            throw new IllegalArgumentException("a correction is booked at or after the moment at which it counts");
        }
    }

    @Override
    public Accrued within(Instant begin, Instant end) {
        return !from.isBefore(begin) && from.isBefore(end) ? difference : Accrued.ZERO;
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.correction(this);
    }
}
