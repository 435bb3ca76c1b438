package io.gpushopper.domain.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount of US dollars, negative only as a difference. Two equal amounts are equal whatever zeros they were written
 * with.
 *
 * @param amount the dollars, unrounded
 */
public record Usd(BigDecimal amount) implements Comparable<Usd> {
    public static final Usd ZERO = new Usd(BigDecimal.ZERO);
    private static final int SHOWN_PLACES = 4;

    public Usd {
        requireNonNull(amount, "amount");
        BigDecimal stripped = amount.stripTrailingZeros();
        amount = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    public Usd plus(Usd other) {
        return new Usd(amount.add(other.amount));
    }

    public Usd minus(Usd other) {
        return new Usd(amount.subtract(other.amount));
    }

    /** The amount as it is shown: four places, half-even. Never feed it back into a sum. */
    public BigDecimal shown() {
        return amount.setScale(SHOWN_PLACES, RoundingMode.HALF_EVEN);
    }

    @Override
    public int compareTo(Usd other) {
        return amount.compareTo(other.amount);
    }
}
