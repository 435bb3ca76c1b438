package io.gpushopper.domain.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VramGbTest {
    @ParameterizedTest
    @CsvSource({
        "24564, 24",
        "46068, 48",
        "49140, 48",
        "81559, 80",
        "95830, 94",
        "143771, 141",
        "183359, 180",
        "32607, 32",
        "16376, 16",
        "11264, 11",
        "10240, 10"
    })
    void showsTheSizeThatIsSold(long mib, int gb) {
        assertThat(VramGb.fromMib(mib).value()).isEqualTo(gb);
    }

    @ParameterizedTest
    @CsvSource({"57344, 56", "112640, 110", "1, 1"})
    void roundsWhatNobodySells(long mib, int gb) {
        assertThat(VramGb.fromMib(mib).value()).isEqualTo(gb);
    }

    @Test
    void refusesNoMemoryAtAll() {
        assertThatThrownBy(() -> new VramGb(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
