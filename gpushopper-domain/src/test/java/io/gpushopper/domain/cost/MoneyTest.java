package io.gpushopper.domain.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    @Test
    void equalPricesAreEqualWhateverZerosTheyWereWrittenWith() {
        assertThat(UsdPerHour.of("0.5")).isEqualTo(UsdPerHour.of("0.50")).hasSameHashCodeAs(UsdPerHour.of("0.500"));
        assertThat(UsdPerHour.of("0.00").isZero()).isTrue();
        assertThat(UsdPerHour.of("0.0")).isEqualTo(UsdPerHour.ZERO);
    }

    @Test
    void equalAmountsAreEqualWhateverZerosTheyWereWrittenWith() {
        assertThat(new Usd(new BigDecimal("0.5"))).isEqualTo(new Usd(new BigDecimal("0.50")));
        assertThat(UsdPerHour.ZERO.over(Duration.ofHours(1))).isEqualTo(Usd.ZERO);
        assertThat(UsdPerHour.of("0.5").over(Duration.ofHours(1))).isEqualTo(new Usd(new BigDecimal("0.5")));
    }

    @ParameterizedTest
    @CsvSource({"0.1234565, 0.123456", "0.1234575, 0.123458", "0.12345651, 0.123457", "0.0000005, 0"})
    void roundsAPriceHalfEvenToSixPlacesWhenItIsMade(String written, String price) {
        assertThat(UsdPerHour.of(written)).isEqualTo(UsdPerHour.of(price));
    }

    @ParameterizedTest
    @CsvSource({
        "0.36, PT1S, 0.0001",
        "0.5, PT1H, 0.5",
        "0.5, PT12H, 6",
        "1, PT0.000000001S, 0.000000000000277778",
        "3.6, PT0.5S, 0.0005",
        "0.469999, PT1H, 0.469999",
        "1000, PT8760H, 8760000",
        "0.7, PT0S, 0"
    })
    void comesToItsExactPartOfAnHour(String rate, Duration time, String amount) {
        assertThat(UsdPerHour.of(rate).over(time).amount()).isEqualByComparingTo(amount);
    }

    @Test
    void partsOfATimeAddUpToTheWhole() {
        UsdPerHour rate = UsdPerHour.of("0.123457");
        Usd sum = Usd.ZERO;
        for (int second = 0; second < 3_600; second++) {
            sum = sum.plus(rate.over(Duration.ofSeconds(1)));
        }

        assertThat(sum.shown())
                .isEqualByComparingTo(rate.over(Duration.ofHours(1)).shown());
    }

    @ParameterizedTest
    @CsvSource({"0.00005, 0.0000", "0.00015, 0.0002", "0.00025, 0.0002", "1.23456, 1.2346", "2, 2.0000"})
    void showsFourPlacesRoundedOnceHalfEven(BigDecimal exact, String shown) {
        assertThat(new Usd(exact).shown()).hasToString(shown);
    }

    @Test
    void sumsBeforeItRounds() {
        Usd part = new Usd(new BigDecimal("0.00005"));

        assertThat(part.plus(part).shown()).hasToString("0.0001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "-1"})
    void refusesANegativePrice(String rate) {
        assertThatThrownBy(() -> UsdPerHour.of(rate)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free", "0,5", "$1"})
    void refusesWhatIsNoNumber(String rate) {
        assertThatThrownBy(() -> UsdPerHour.of(rate)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void runsForwardInTimeOnly() {
        assertThatThrownBy(() -> UsdPerHour.of("1").over(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void differenceIsNeverBelowZero() {
        assertThat(UsdPerHour.of("0.5").minusAtLeastZero(UsdPerHour.of("0.6"))).isEqualTo(UsdPerHour.ZERO);
        assertThat(UsdPerHour.of("0.6").minusAtLeastZero(UsdPerHour.of("0.5"))).isEqualTo(UsdPerHour.of("0.1"));
    }

    @Test
    void totalsItsKinds() {
        Rates rates = new Rates(UsdPerHour.of("0.4"), UsdPerHour.of("0.02"));

        assertThat(rates.total()).isEqualTo(UsdPerHour.of("0.42"));
        assertThat(rates.of(ChargeKind.COMPUTE)).isEqualTo(rates.compute());
        assertThat(rates.of(ChargeKind.STORAGE)).isEqualTo(rates.storage());
    }
}
