package io.gpushopper.domain.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Some whole days in UTC, which have 24 hours each: no clock is put forward or back, and no second is leapt (Java's time scale spreads
 * it over the day).
 *
 * @param first from its 00:00
 * @param last to its 24:00, not before {@code first}
 */
public record CostPeriod(LocalDate first, LocalDate last) {
    public CostPeriod {
        requireNonNull(first, "first");
        requireNonNull(last, "last");
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("a period ends at or after its start");
        }
    }

    /** That day. */
    public static CostPeriod day(LocalDate day) {
        return new CostPeriod(day, day);
    }

    /** The calendar month of that day. */
    public static CostPeriod month(LocalDate day) {
        return new CostPeriod(day.withDayOfMonth(1), day.withDayOfMonth(day.lengthOfMonth()));
    }

    /** The day of that moment. */
    public static LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** The calendar month of that moment. */
    public static YearMonth monthOf(Instant moment) {
        return YearMonth.from(dayOf(moment));
    }

    /** The moment at which it begins. */
    public Instant begin() {
        return startOf(first);
    }

    /** The moment at which it is over, which no longer belongs to it. */
    public Instant end() {
        return startOf(last.plusDays(1));
    }

    /** The moment up to which it can be told what was charged in it: its end, or now when that is earlier. */
    public Instant endBy(Instant now) {
        return end().isBefore(now) ? end() : now;
    }

    static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
