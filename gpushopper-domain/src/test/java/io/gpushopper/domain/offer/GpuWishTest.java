package io.gpushopper.domain.offer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuWishTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RTX 4090",
                "rtx_4090",
                "rtx4090",
                "NVIDIA GeForce RTX 4090",
                " nvidia rtx-4090 ",
                "GeForce RTX 4090"
            })
    void isReadInAnySpelling(String asked) {
        assertThat(GpuWish.of(asked).isMetBy(GpuModel.of("RTX 4090"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RTX 4090D", "RTX 4090 Ti", "RTX 4090 Laptop", "RTX 3090"})
    void doesNotMeanASisterModel(String other) {
        assertThat(GpuWish.of("RTX 4090").isMetBy(GpuModel.of(other))).isFalse();
        assertThat(GpuWish.of(other).isMetBy(GpuModel.of("RTX 4090"))).isFalse();
    }

    @Test
    void meansAllOfAFamily() {
        for (String variant : new String[] {"A100 PCIE", "A100 SXM4", "A100 SXM", "A100X"}) {
            assertThat(GpuWish.of("a100").isMetBy(GpuModel.of(variant)))
                    .as(variant)
                    .isTrue();
        }
        for (String variant : new String[] {"H100 PCIE", "H100 SXM", "H100 NVL"}) {
            assertThat(GpuWish.of("NVIDIA H100").isMetBy(GpuModel.of(variant)))
                    .as(variant)
                    .isTrue();
        }
        assertThat(GpuWish.of("A100").isMetBy(GpuModel.of("A10"))).isFalse();
        assertThat(GpuWish.of("A10").isMetBy(GpuModel.of("A100 SXM4"))).isFalse();
        assertThat(GpuWish.of("A100 PCIe").isMetBy(GpuModel.of("A100 SXM4"))).isFalse();
        assertThat(GpuWish.of("L40").isMetBy(GpuModel.of("L40S"))).isFalse();
    }

    @Test
    void isReadInAProvidersSpelling() {
        assertThat(GpuWish.of("RTX 4070S Ti").isMetBy(GpuModel.of("RTX 4070S Ti")))
                .isTrue();
        assertThat(GpuWish.of("rtx 4070 ti super").isMetBy(GpuModel.of("RTX 4070S Ti")))
                .isTrue();
        assertThat(GpuWish.of("RTX 4070 Ti").isMetBy(GpuModel.of("RTX 4070S Ti")))
                .isFalse();
        assertThat(GpuWish.of("H100 SXM").isMetBy(GpuModel.of("h100-sxm5-80gb")))
                .isTrue();
    }

    @Test
    void doesNotTakeTheOtherNameOfAModelForItsFamily() {
        assertThat(GpuWish.of("H200 SXM").isMetBy(GpuModel.of("H200"))).isTrue();
        assertThat(GpuWish.of("H200 SXM").isMetBy(GpuModel.of("H200 NVL"))).isFalse();
        assertThat(GpuWish.of("H200").isMetBy(GpuModel.of("H200 NVL"))).isTrue();
    }

    @Test
    void findsWhatTheTableDoesNotKnow() {
        assertThat(GpuWish.of("rx_7900-xtx").isMetBy(GpuModel.of("RX 7900 XTX")))
                .isTrue();
        assertThat(GpuWish.of("RX 7900 XT").isMetBy(GpuModel.of("RX 7900 XTX"))).isFalse();
    }

    @Test
    void isOneWishHoweverItIsSpelled() {
        assertThat(GpuWish.of("rtx 4070s ti")).isEqualTo(GpuWish.of("NVIDIA GeForce RTX 4070 Ti SUPER"));
        assertThat(GpuWish.of("rx-7900 xtx")).isEqualTo(GpuWish.of("RX7900XTX"));
        assertThat(GpuWish.of("a100")).isEqualTo(GpuWish.of("NVIDIA A100"));
    }
}
