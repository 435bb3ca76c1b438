package io.gpushopper.domain.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * A price in US dollars an hour, not negative, rounded half-even to six places when it is made: that value is shown,
 * filtered, sorted and booked. Two equal prices are equal whatever zeros they were written with.
 *
 * @param amount dollars an hour
 */
public record UsdPerHour(BigDecimal amount) implements Comparable<UsdPerHour> {
    public static final UsdPerHour ZERO = new UsdPerHour(BigDecimal.ZERO);
    private static final int PLACES = 6;
    private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);
    // Far below a rounded cent for any sum that we show, and the same on every JVM.
    private static final int AMOUNT_PLACES = 18;

    public UsdPerHour {
        requireNonNull(amount, "amount");
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("a price per hour must not be negative");
        }
        amount = amount.setScale(PLACES, RoundingMode.HALF_EVEN);
    }

    /**
     * Reads dollars an hour.
     *
     * @throws NumberFormatException when the text is no decimal number
     */
    public static UsdPerHour of(String decimal) {
        return new UsdPerHour(new BigDecimal(decimal));
    }

    /** What this price comes to over the time; the time must not be negative. */
    public Usd over(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a price runs forward in time only");
        }
        BigDecimal nanos =
                BigDecimal.valueOf(time.getSeconds(), 0).scaleByPowerOfTen(9).add(BigDecimal.valueOf(time.getNano()));
        return new Usd(amount.multiply(nanos).divide(NANOS_PER_HOUR, AMOUNT_PLACES, RoundingMode.HALF_EVEN));
    }

    public UsdPerHour plus(UsdPerHour other) {
        return new UsdPerHour(amount.add(other.amount));
    }

    /** The difference, or zero where the other is the larger. */
    public UsdPerHour minusAtLeastZero(UsdPerHour other) {
        return new UsdPerHour(amount.subtract(other.amount).max(BigDecimal.ZERO));
    }

    /** This price and that share of it more; 0.05 is five per cent. */
    public UsdPerHour raisedBy(BigDecimal share) {
        return new UsdPerHour(amount.multiply(BigDecimal.ONE.add(share)));
    }

    /** For people, such as {@code $0.42}. */
    public String inDollars() {
        return "$" + amount.stripTrailingZeros().toPlainString();
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    @Override
    public int compareTo(UsdPerHour other) {
        return amount.compareTo(other.amount);
    }
}
