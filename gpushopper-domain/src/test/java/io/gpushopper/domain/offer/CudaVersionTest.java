package io.gpushopper.domain.offer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaVersionTest {
    @Test
    void readsWhatProvidersAndShoppersWrite() {
        assertThat(CudaVersion.parse("12.8")).contains(new CudaVersion(12, 8));
        assertThat(CudaVersion.parse("13")).contains(new CudaVersion(13, 0));
        assertThat(CudaVersion.parse("12.10").orElseThrow()).hasToString("12.10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "12.", ".8", "-1", "12.4.1", "1e3", "twelve", "1234"})
    void readsNothingElse(String text) {
        assertThat(CudaVersion.parse(text)).isEmpty();
    }

    @Test
    void isNoNumber() {
        assertThat(new CudaVersion(12, 10)).isGreaterThan(new CudaVersion(12, 9));
        assertThat(new CudaVersion(13, 0)).isGreaterThan(new CudaVersion(12, 10));
    }
}
