package io.gpushopper.domain.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccruedTest {
    private static final Instant T0 = Instant.parse("2026-11-24T09:00:00Z");

    @Test
    void losesNothingHoweverFinelyAnHourIsCut() {
        UsdPerHour price = UsdPerHour.of("0.333333");
        Accrued sum = Accrued.ZERO;
        for (Instant at = T0; at.isBefore(T0.plusSeconds(3_600)); at = at.plusMillis(7)) {
            Instant next = at.plusMillis(7);
            sum = sum.plus(Accrued.over(price, at, next.isAfter(T0.plusSeconds(3_600)) ? T0.plusSeconds(3_600) : next));
        }

        assertThat(sum).isEqualTo(usd("0.333333"));
        assertThat(sum.usd()).isEqualTo(new Usd(new BigDecimal("0.333333")));
    }

    @Test
    void countsToTheMicrosecondSoThatSpansThatMeetStillMeet() {
        UsdPerHour price = UsdPerHour.of("3600");
        Instant middle = T0.plusNanos(1_500_900);

        Accrued both = Accrued.over(price, T0, middle).plus(Accrued.over(price, middle, T0.plusNanos(3_000_000)));

        assertThat(both).isEqualTo(usd("0.003"));
        assertThat(Accrued.over(price, T0, T0.plusNanos(999))).isEqualTo(Accrued.ZERO);
    }

    @Test
    void comesToNothingBackwards() {
        assertThat(Accrued.over(UsdPerHour.of("1"), T0, T0.minusSeconds(60))).isEqualTo(Accrued.ZERO);
    }

    @Test
    void holdsTwentyYearsOfTheDearestMachines() {
        Instant later = T0.plus(Duration.ofDays(7_300));

        assertThat(Accrued.over(UsdPerHour.of("1000000"), T0, later)).isEqualTo(usd("175200000000"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.00005, 0.0000",
        "0.00015, 0.0002",
        "0.00025, 0.0002",
        "0.000250001, 0.0003",
        "-0.00015, -0.0002",
        "1.23455, 1.2346"
    })
    void isShownHalfEvenToFourPlaces(String exact, BigDecimal shown) {
        assertThat(usd(exact).shown()).isEqualTo(shown);
    }

    @Test
    void takesNoAmountThatItCouldNotKeep() {
        assertThatThrownBy(() -> usd("0.000000000000001")).isInstanceOf(ArithmeticException.class);
    }

    private static Accrued usd(String dollars) {
        return Accrued.of(new Usd(new BigDecimal(dollars)));
    }
}
