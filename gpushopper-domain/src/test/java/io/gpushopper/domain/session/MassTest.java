package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MassTest {
    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({
        "0, 0, false",
        "3, 3, false",
        "3, 0, false",
        "4, 0, true",
        "4, 15, true",
        "4, 16, false",
        "5, 19, true",
        "5, 20, false"
    })
    void isMoreThanThreeAndMoreThanAQuarter(int part, int whole, boolean mass) {
        assertThat(Mass.isMass(part, whole)).isEqualTo(mass);
    }
}
