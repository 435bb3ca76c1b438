package io.gpushopper.domain.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.TemplateNeed.Relation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
    private static final ProviderId VASTAI = new ProviderId("vastai");

    // Two RTX 4090 with 24 GB each, CUDA 12.10, 0.5 US dollars, 100 GB of disk, in the US.
    private final Offer offer = new Offer(
            new OfferId(VASTAI, "1"),
            new OfferedGpus(GpuModel.of("RTX 4090"), "RTX 4090", 2, new VramGb(24)),
            new Rates(new UsdPerHour(new BigDecimal("0.5")), UsdPerHour.ZERO),
            50,
            new OfferPlace("Oregon, US", "US", null),
            0.99,
            0.99,
            null,
            new HostFacts(
                    null,
                    new CudaVersion(12, 10),
                    null,
                    null,
                    null,
                    null,
                    BigDecimal.valueOf(100),
                    null,
                    BigDecimal.valueOf(800),
                    null),
            "",
            Instant.EPOCH);

    @ParameterizedTest
    @CsvSource({
        "GPU_TYPE, IN, rtx 4090;H100 SXM5",
        "GPU_TYPE, NOT_EQUAL, H100 SXM5",
        "GPU_COUNT, AT_LEAST, 2",
        "VRAM_GB, EQUAL, 24.0",
        "TOTAL_VRAM_GB, ABOVE, 40",
        "CUDA_VERSION, ABOVE, 12.9",
        "PRICE_PER_HOUR, BELOW, 0.51",
        "RELIABILITY, AT_MOST, 0.99",
        "DISK_GB, AT_LEAST, 100",
        "INET_DOWN_MBPS, AT_LEAST, 500",
        "COUNTRY, NOT_IN, CN;RU"
    })
    void fitsAnOfferThatMeetsWhatItNeeds(OfferFact fact, Relation relation, String values) {
        assertThat(template(need(fact, relation, values), null).misfit(offer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GPU_TYPE, EQUAL, RTX 4090D",
        "GPU_COUNT, ABOVE, 2",
        "VRAM_GB, AT_LEAST, 32",
        "CUDA_VERSION, AT_LEAST, 13",
        "PRICE_PER_HOUR, AT_MOST, 0.49",
        "COUNTRY, IN, CN;RU",
        "DATACENTER, NOT_EQUAL, false",
        "VCPUS, AT_LEAST, 1"
    })
    void doesNotFitAnOfferThatMissesItOrDoesNotTell(OfferFact fact, Relation relation, String values) {
        TemplateNeed need = need(fact, relation, values);

        assertThat(template(need, null).misfit(offer)).contains("it needs " + need);
    }

    @Test
    void fitsNoOfferOfAnotherProviderAndNoneAtAllWhenItIsRefused() {
        Template elsewhere = new Template(
                new ProviderId("other"),
                new TemplateId("t"),
                "",
                "",
                true,
                List.of(),
                null,
                List.of(),
                List.of(),
                null);

        assertThat(elsewhere.misfit(offer)).contains("it is a template of other");
        assertThat(template(need(OfferFact.GPU_COUNT, Relation.AT_LEAST, "1"), "it attaches a volume")
                        .misfit(offer))
                .contains("it attaches a volume");
    }

    @Test
    void saysWhatItNeedsInWords() {
        assertThat(need(OfferFact.VRAM_GB, Relation.AT_LEAST, "24")).hasToString("vram_gb >= 24");
        assertThat(need(OfferFact.COUNTRY, Relation.NOT_IN, "CN;RU")).hasToString("country not in CN, RU");
    }

    @Test
    void needsAreOfTheirFact() {
        assertThatThrownBy(() -> need(OfferFact.VRAM_GB, Relation.EQUAL, "much"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> need(OfferFact.VRAM_GB, Relation.EQUAL, "1;2"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TemplateNeed(OfferFact.VRAM_GB, Relation.IN, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a\"b", "ä"})
    void idsHaveNothingThatCouldMeanSomethingElsewhere(String text) {
        assertThat(TemplateId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new TemplateId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TemplateNeed need(OfferFact fact, Relation relation, String values) {
        return new TemplateNeed(fact, relation, List.of(values.split(";", -1)));
    }

    private static Template template(TemplateNeed need, @Nullable String refusal) {
        return new Template(
                VASTAI, new TemplateId("t"), "", "", true, List.of(), null, List.of(need), List.of(), refusal);
    }
}
