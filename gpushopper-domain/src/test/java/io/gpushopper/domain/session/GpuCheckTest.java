package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.VramGb;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GpuCheckTest {
    @ParameterizedTest(name = "{0} x {1}, and {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    1 | RTX 4090      | NVIDIA GeForce RTX 4090                                | right
                    2 | RTX 4090      | NVIDIA GeForce RTX 4090; NVIDIA GeForce RTX 4090       | right
                    2 | RTX 4090      | NVIDIA GeForce RTX 4090                                | wrong
                    1 | RTX 4090      | NVIDIA GeForce RTX 4090; NVIDIA GeForce RTX 4090       | wrong
                    1 | RTX 4090      | NVIDIA GeForce RTX 3090                                | wrong
                    2 | RTX 4090      | NVIDIA GeForce RTX 4090; NVIDIA GeForce RTX 3090       | wrong
                    1 | RTX 4090      | NVIDIA GeForce RTX 4090D                               | wrong
                    1 | A100 SXM4     | NVIDIA A100-SXM4-80GB                                  | right
                    1 | A100 SXM4     | NVIDIA A100 80GB PCIe                                  | wrong
                    1 | A100          | NVIDIA A100 80GB PCIe                                  | right
                    1 | H100 SXM5     | NVIDIA H100 80GB HBM3                                  | right
                    1 | H100 NVL      | NVIDIA H100 PCIe                                       | wrong
                    1 | RTX 6000 Ada  | NVIDIA RTX 6000 Ada Generation                         | right
                    1 | RTX PRO 6000 S| NVIDIA RTX PRO 6000 Blackwell Server Edition           | right
                    1 | V100 SXM2     | Tesla V100-SXM2-16GB                                   | right
                    1 | Next Thing    | NVIDIA Something New                                   | right
                    """)
    void holdsWhatTheDriverNamesAgainstWhatIsPaidFor(int count, String model, String named, String verdict) {
        OfferedGpus paid = new OfferedGpus(new GpuModel(model), model, count, new VramGb(24));

        assertThat(GpuCheck.objection(paid, List.of(named.split("; "))).isEmpty())
                .isEqualTo(verdict.equals("right"));
    }
}
