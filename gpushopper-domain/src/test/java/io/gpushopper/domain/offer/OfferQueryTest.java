package io.gpushopper.domain.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferQueryTest {
    private static final Offer TWO_A100 = Offers.offer(
            "1",
            Offers.gpus(2, "A100 SXM4", 80),
            "1.333335",
            new OfferPlace("B\u00e1cs-Kiskun, HU", "HU", null),
            0.97,
            facts(new CudaVersion(12, 4), false));
    private static final Offer UNTOLD = Offers.offer(
            "2", Offers.gpus(1, "RTX 4090", 24), "0.4", new OfferPlace("", null, null), 0.97, HostFacts.NONE);

    @Test
    void everythingIsEverything() {
        assertThat(OfferQuery.EVERYTHING.matches(TWO_A100)).isTrue();
        assertThat(OfferQuery.EVERYTHING.matches(UNTOLD)).isTrue();
    }

    @Test
    void wantsTheProvider() {
        assertMatch(true, query -> query.provider(Offers.VASTAI));
        assertMatch(false, query -> query.provider(Offers.TENSORDOCK));
    }

    @ParameterizedTest
    @CsvSource({"A100, true", "a100_sxm4, true", "A100 PCIe, false", "H100, false"})
    void wantsTheGpu(String asked, boolean matches) {
        assertMatch(matches, query -> query.gpuType(asked));
    }

    @ParameterizedTest
    @CsvSource({
        "kiskun, true",
        "'B\u00c1CS ', true",
        "hu, true",
        "HU, true",
        "h, true",
        "hun, false",
        "US, false",
        "' ', true"
    })
    void wantsAPartOfThePlaceOrItsCountry(String asked, boolean matches) {
        assertMatch(matches, query -> query.location(asked));
    }

    @ParameterizedTest
    @CsvSource({"HU, true", "hu, true", "US, false"})
    void wantsTheCountry(String asked, boolean matches) {
        assertMatch(matches, query -> query.country(asked));
    }

    @ParameterizedTest
    @CsvSource({"80, true", "81, false", "0, true"})
    void wantsMemoryOfEachGpu(int gb, boolean matches) {
        assertMatch(matches, query -> query.minVram(gb));
    }

    @ParameterizedTest
    @CsvSource({"1.333335, true", "1.3333350, true", "1.3333349999, false", "1.4, true", "0, false", "1e300, true"})
    void wantsAPriceComparedExactly(BigDecimal most, boolean matches) {
        assertMatch(matches, query -> query.maxPrice(most));
    }

    @ParameterizedTest
    @CsvSource({"0.6666675, true", "0.6666674999, false", "0.666667, false", "0.7, true"})
    void wantsAPricePerGpuComparedExactly(BigDecimal most, boolean matches) {
        assertMatch(matches, query -> query.maxPricePerGpu(most));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "2, true", "3, false"})
    void wantsEnoughGpus(int least, boolean matches) {
        assertMatch(matches, query -> query.minGpuCount(least));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, true"})
    void wantsNotTooManyGpus(int most, boolean matches) {
        assertMatch(matches, query -> query.maxGpuCount(most));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, false"})
    void wantsJustSoManyGpus(int count, boolean matches) {
        assertMatch(matches, query -> query.gpuCountExact(count));
    }

    @Test
    void ofTwoLeastCountsTheLargerHolds() {
        assertMatch(false, query -> query.minGpuCount(3).minGpuCount(1));
        assertMatch(false, query -> query.minGpuCount(1).minGpuCount(3));
    }

    @ParameterizedTest
    @CsvSource({"0.97, true", "0.971, false"})
    void wantsReliability(double least, boolean matches) {
        assertMatch(matches, query -> query.minReliability(least));
    }

    @ParameterizedTest
    @CsvSource({"0.9, true", "0.91, false"})
    void wantsConfidence(double least, boolean matches) {
        assertMatch(matches, query -> query.minAvailabilityConfidence(least));
    }

    @ParameterizedTest
    @CsvSource({"12.4, true", "12, true", "12.10, false", "11.9, true"})
    void wantsADriverForCuda(String least, boolean matches) {
        assertMatch(matches, query -> query.minCuda(CudaVersion.parse(least).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, false"})
    void wantsAMachineThatIsOrIsNotTakenAway(boolean interruptible, boolean matches) {
        assertMatch(matches, query -> query.interruptible(interruptible));
    }

    @Test
    void whatIsNotToldMeetsNoWish() {
        assertThat(OfferQuery.builder().country("US").build().matches(UNTOLD)).isFalse();
        assertThat(OfferQuery.builder().location("us").build().matches(UNTOLD)).isFalse();
        assertThat(OfferQuery.builder().minCuda(new CudaVersion(1, 0)).build().matches(UNTOLD))
                .isFalse();
        assertThat(OfferQuery.builder().interruptible(true).build().matches(UNTOLD))
                .isFalse();
        assertThat(OfferQuery.builder().interruptible(false).build().matches(UNTOLD))
                .isFalse();
    }

    @Test
    void isOneQueryHoweverItIsSpelled() {
        OfferQuery one = OfferQuery.builder()
                .gpuType("RTX 4070S Ti")
                .location(" Texas")
                .country("us")
                .maxPrice(new BigDecimal("0.50"))
                .maxPricePerGpu(new BigDecimal("1E+1"))
                .gpuCountExact(2)
                .build();
        OfferQuery other = OfferQuery.builder()
                .gpuType("nvidia geforce rtx_4070-ti super")
                .location("TEXAS ")
                .country("US")
                .maxPrice(new BigDecimal(".5"))
                .maxPricePerGpu(new BigDecimal("10.0"))
                .maxGpuCount(2)
                .minGpuCount(2)
                .build();

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(OfferQuery.builder().gpuType("A100 SXM4").build())
                .isNotEqualTo(OfferQuery.builder().gpuType("A100").build());
    }

    private static void assertMatch(boolean matches, UnaryOperator<OfferQuery.Builder> wish) {
        OfferQuery query = wish.apply(OfferQuery.builder()).build();
        assertThat(query.matches(TWO_A100)).as(query.toString()).isEqualTo(matches);
    }

    private static HostFacts facts(CudaVersion cuda, boolean interruptible) {
        return new HostFacts(null, cuda, interruptible, null, null, null, null, null, null, null);
    }
}
