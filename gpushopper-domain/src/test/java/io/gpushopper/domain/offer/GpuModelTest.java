package io.gpushopper.domain.offer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuModelTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            A10, A10
            A10g, A10G
            A100 PCIE, A100 PCIe
            A100 SXM, A100 SXM4
            A100 SXM4, A100 SXM4
            A100X, A100X
            A800 PCIE, A800 PCIe
            A40, A40
            B200, B200
            GH200 SXM, GH200
            H100 NVL, H100 NVL
            H100 PCIE, H100 PCIe
            H100 SXM, H100 SXM5
            H200, H200
            H200 NVL, H200 NVL
            L40S, L40S
            Tesla K80, K80
            Tesla T4, T4
            Tesla V100, V100
            GTX 1650 S, GTX 1650 SUPER
            GTX TITAN X, GTX TITAN X
            Titan X, TITAN X
            Titan Xp, TITAN Xp
            Quadro P4000, Quadro P4000
            Q RTX 8000, Quadro RTX 8000
            RTX 2080S, RTX 2080 SUPER
            RTX 3060, RTX 3060
            RTX 3060 Ti, RTX 3060 Ti
            RTX 3060 laptop, RTX 3060 Laptop
            RTX 4060 Ti, RTX 4060 Ti
            RTX 4070S, RTX 4070 SUPER
            RTX 4070S Ti, RTX 4070 Ti SUPER
            RTX 4080S, RTX 4080 SUPER
            RTX 4090, RTX 4090
            RTX 4090D, RTX 4090D
            RTX 5090, RTX 5090
            RTX 5880Ada, RTX 5880 Ada
            RTX 6000Ada, RTX 6000 Ada
            RTX A2000, RTX A2000
            RTX A4000, RTX A4000
            RTX A5000, RTX A5000
            RTX A6000, RTX A6000
            RTX PRO 6000 S, RTX PRO 6000 S
            RTX PRO 6000 WS, RTX PRO 6000 WS
            RTX PRO 6000 Max-Q, RTX PRO 6000 Max-Q
            CMP 50HX, CMP 50HX
            P104-100, P104-100
            InstinctMI250X, Instinct MI250X
            """)
    void knowsTheNamesOfVastAi(String spelling, String name) {
        assertThat(GpuModel.of(spelling).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            h100-sxm5-80gb, H100 SXM5
            H100 SXM5 80GB, H100 SXM5
            a100-sxm4-80gb, A100 SXM4
            a100-pcie-80gb, A100 PCIe
            l40s-pcie-48gb, L40S
            l40-pcie-48gb, L40
            l4-pcie-24gb, L4
            a40-pcie-48gb, A40
            rtxa4000-pcie-16gb, RTX A4000
            rtxa5000-pcie-24gb, RTX A5000
            rtxa6000-pcie-48gb, RTX A6000
            rtx6000ada-pcie-48gb, RTX 6000 Ada
            geforcertx5090-pcie-32gb, RTX 5090
            geforcertx4090-pcie-24gb, RTX 4090
            NVIDIA GeForce RTX 4090 PCIe 24GB, RTX 4090
            NVIDIA GeForce RTX 3090 PCIe 24GB, RTX 3090
            geforcertx3090-pcie-24gb, RTX 3090
            geforcertx3080-pcie-10gb, RTX 3080
            geforcertx3080ti-pcie-12gb, RTX 3080 Ti
            geforcertx3070-pcie-8gb, RTX 3070
            geforcertx3060-pcie-12gb, RTX 3060
            geforcertx3060ti-pcie-8gb, RTX 3060 Ti
            geforcegtx1070-pcie-8gb, GTX 1070
            v100-pcie-16gb, V100 PCIe
            teslav100-pcie-16gb, V100 PCIe
            v100-sxm2-16gb, V100 SXM2
            v100-sxm3-32gb, V100 SXM3
            """)
    void knowsTheNamesOfTensorDock(String spelling, String name) {
        assertThat(GpuModel.of(spelling).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "market-names.csv", useHeadersInDisplayName = true)
    void knowsEveryNameAndMemoryOfTheMarkets(String provider, String name, long mib, String gpuType, int vramGb) {
        assertThat(GpuModel.of(name).name()).as(provider).isEqualTo(gpuType);
        assertThat(GpuNames.shortName(name)).contains(gpuType);
        assertThat(VramGb.fromMib(mib).value()).isEqualTo(vramGb);
        assertThat(GpuWish.of(name).isMetBy(GpuModel.of(name))).isTrue();
    }

    /** The whole list of the official client, which names the Radeon series without their members. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A10",
                "A10g",
                "A16",
                "A30",
                "A40",
                "A100 PCIE",
                "A100 SXM4",
                "A100 SXM",
                "A100X",
                "A800 PCIE",
                "B200",
                "GH200 SXM",
                "H100 PCIE",
                "H100 SXM",
                "H100 NVL",
                "H200",
                "H200 NVL",
                "L4",
                "L40",
                "L40S",
                "Tesla K80",
                "Tesla M40",
                "Tesla P4",
                "Tesla P40",
                "Tesla P100",
                "Tesla T4",
                "Tesla V100",
                "GTX 1050",
                "GTX 1050 Ti",
                "GTX 1060",
                "GTX 1070",
                "GTX 1070 Ti",
                "GTX 1080",
                "GTX 1080 Ti",
                "GTX 1650",
                "GTX 1650 S",
                "GTX 1650 Ti",
                "GTX 1660",
                "GTX 1660 S",
                "GTX 1660 Ti",
                "GTX TITAN X",
                "RTX 2060",
                "RTX 2060S",
                "RTX 2070",
                "RTX 2070S",
                "RTX 2080",
                "RTX 2080S",
                "RTX 2080 Ti",
                "RTX 3050",
                "RTX 3060",
                "RTX 3060 Ti",
                "RTX 3060 laptop",
                "RTX 3070",
                "RTX 3070 Ti",
                "RTX 3070 laptop",
                "RTX 3080",
                "RTX 3080 Ti",
                "RTX 3090",
                "RTX 3090 Ti",
                "RTX 4060",
                "RTX 4060 Ti",
                "RTX 4060 laptop",
                "RTX 4070",
                "RTX 4070S",
                "RTX 4070 Ti",
                "RTX 4070S Ti",
                "RTX 4070 laptop",
                "RTX 4080",
                "RTX 4080S",
                "RTX 4080 laptop",
                "RTX 4090",
                "RTX 4090D",
                "RTX 5060",
                "RTX 5060 Ti",
                "RTX 5070",
                "RTX 5070 Ti",
                "RTX 5080",
                "RTX 5090",
                "Titan RTX",
                "Titan V",
                "Titan X",
                "Titan Xp",
                "Quadro P2000",
                "Quadro P4000",
                "Quadro P5000",
                "Quadro P6000",
                "Quadro GP100",
                "Quadro GV100",
                "Q RTX 4000",
                "Q RTX 5000",
                "Q RTX 6000",
                "Q RTX 8000",
                "RTX A2000",
                "RTX A4000",
                "RTX A4500",
                "RTX A5000",
                "RTX A6000",
                "RTX 2000Ada",
                "RTX 4000Ada",
                "RTX 4500Ada",
                "RTX 5000Ada",
                "RTX 5880Ada",
                "RTX 6000Ada",
                "RTX PRO 4000",
                "RTX PRO 4500",
                "RTX PRO 5000",
                "RTX PRO 6000",
                "RTX PRO 6000 S",
                "RTX PRO 6000 WS",
                "RTX PRO 6000 Max-Q",
                "CMP 50HX",
                "CMP 170HX",
                "P104-100",
                "P106-100",
                "InstinctMI50",
                "InstinctMI100",
                "InstinctMI210",
                "InstinctMI250X"
            })
    void hasEveryNameOfVastAiInItsTable(String spelling) {
        assertThat(GpuNames.shortName(spelling)).isPresent();
    }

    @Test
    void letsAnUnknownNameSurviveAsItself() {
        assertThat(GpuModel.of("  RX 7900 XTX ").name()).isEqualTo("RX 7900 XTX");
    }
}
