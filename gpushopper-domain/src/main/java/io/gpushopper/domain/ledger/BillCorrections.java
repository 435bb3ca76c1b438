package io.gpushopper.domain.ledger;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which corrections the books lack, now that a bill is known. Only what is estimated is corrected, only of an instance that is settled and
 * whose whole life the bill covers, and only by more than the provider's rounding. What was corrected already is part of the books, so
 * that asking again adds nothing. Pure.
 */
public final class BillCorrections {
    private static final int SHOWN_PLACES = 6;

    private BillCorrections() {}

    /**
     * The corrections of one session.
     *
     * @param books all of its lines
     * @param bills by instance
     * @param period that the bills are of
     */
    public static List<LedgerCorrection> missing(
            List<LedgerEntry> books, Map<InstanceId, InstanceBill> bills, CostPeriod period, Instant now) {
        List<LedgerCorrection> missing = new ArrayList<>();
        BillComparison.byInstance(books).forEach((instance, lines) -> {
            InstanceBill bill = bills.get(instance);
            if (bill != null && BillComparison.isSettled(lines, now) && isCovered(lines, period)) {
                bill.parts()
                        .forEach((kind, billed) -> correction(lines, kind, billed, bill.rounding(), now)
                                .ifPresent(missing::add));
            }
        });
        missing.sort(Comparator.comparing(LedgerCorrection::from).thenComparing(LedgerCorrection::kind));
        return missing;
    }

    private static Optional<LedgerCorrection> correction(
            List<LedgerEntry> lines, ChargeKind kind, Accrued billed, Accrued rounding, Instant now) {
        Accrued booked = lines.stream()
                .map(LedgerEntry::line)
                .filter(line -> line.kind() == kind)
                .map(line -> line.within(Instant.EPOCH, now))
                .reduce(Accrued.ZERO, Accrued::plus);
        Accrued difference = billed.minus(booked);
        if (difference.units().abs().compareTo(rounding.units()) <= 0) {
            return Optional.empty();
        }
        return lines.stream()
                .map(LedgerEntry::line)
                .filter(LedgerInterval.class::isInstance)
                .map(LedgerInterval.class::cast)
                .filter(interval -> interval.kind() == kind && interval.estimated())
                .max(Comparator.comparing(LedgerInterval::from))
                .map(last -> new LedgerCorrection(
                        last.session(),
                        last.instance(),
                        kind,
                        lastMoment(last, now),
                        difference,
                        "the provider billed " + billed.dollars(SHOWN_PLACES).toPlainString(),
                        now));
    }

    /** The end is what is estimated mostly; it no longer belongs to the interval. */
    private static Instant lastMoment(LedgerInterval interval, Instant now) {
        Instant end = interval.to() == null ? now : interval.to();
        Instant last = end.minus(1, ChronoUnit.MICROS);
        return last.isBefore(interval.from()) ? interval.from() : last;
    }

    private static boolean isCovered(List<LedgerEntry> lines, CostPeriod period) {
        return lines.stream().map(LedgerEntry::line).allMatch(line -> {
            Instant end = line instanceof LedgerInterval interval ? interval.to() : line.from();
            return !line.from().isBefore(period.begin()) && end != null && !end.isAfter(period.end());
        });
    }
}
