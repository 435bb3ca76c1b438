package io.gpushopper.domain.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * What rates came to over time, exactly: rate times time, not yet divided by the hour. It may be added up in any order and split
 * at any moment without losing anything, and is rounded once, when it is shown. Negative only as a difference. Times count to the
 * microsecond, as the store keeps them, and rates to the millionth of a dollar. Immutable.
 *
 * @param units millionths of a dollar an hour, times microseconds: {@code 3.6e15} of them are one dollar
 */
public record Accrued(BigInteger units) implements Comparable<Accrued> {
    public static final Accrued ZERO = new Accrued(BigInteger.ZERO);

    private static final int SHOWN_PLACES = 4;
    private static final long MICROS = 1_000_000;
    private static final BigDecimal PER_DOLLAR =
            BigDecimal.valueOf(3_600L * MICROS).multiply(BigDecimal.valueOf(MICROS));

    public Accrued {
        requireNonNull(units, "units");
    }

    /** What the rate comes to from one moment to another; nothing when the other is not after the one. */
    public static Accrued over(UsdPerHour rate, Instant from, Instant to) {
        long micros = Math.subtractExact(micros(to), micros(from));
        return micros <= 0 ? ZERO : new Accrued(rate.amount().unscaledValue().multiply(BigInteger.valueOf(micros)));
    }

    /**
     * An amount that somebody else came to.
     *
     * @throws ArithmeticException when it has more than 14 decimal places
     */
    public static Accrued of(Usd amount) {
        return new Accrued(amount.amount().multiply(PER_DOLLAR).toBigIntegerExact());
    }

    public Accrued plus(Accrued other) {
        return new Accrued(units.add(other.units));
    }

    public Accrued minus(Accrued other) {
        return new Accrued(units.subtract(other.units));
    }

    public boolean isZero() {
        return units.signum() == 0;
    }

    /** The amount as it is shown: dollars to four places, half-even. Never feed it back into a sum. */
    public BigDecimal shown() {
        return dollars(SHOWN_PLACES);
    }

    /** The amount in dollars, rounded half-even to so many places. */
    public BigDecimal dollars(int places) {
        return dollars(places, RoundingMode.HALF_EVEN);
    }

    /** The amount in dollars, rounded as said to so many places. */
    public BigDecimal dollars(int places, RoundingMode rounding) {
        return new BigDecimal(units).divide(PER_DOLLAR, places, rounding);
    }

    /** The amount as dollars, to the 18 places that {@link UsdPerHour#over} keeps too. */
    public Usd usd() {
        return new Usd(dollars(18));
    }

    @Override
    public int compareTo(Accrued other) {
        return units.compareTo(other.units);
    }

    /** Whole microseconds since 1970; what is finer is cut off, so that spans that meet still meet. */
    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
    }
}
