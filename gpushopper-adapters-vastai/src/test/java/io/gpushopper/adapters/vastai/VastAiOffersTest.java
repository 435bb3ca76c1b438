package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.CudaVersion;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferPlace;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VastAiOffersTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_769_904_000);

    private final VastAiOffers reader = new VastAiOffers(0.95);

    @Test
    void readsTheSampleOfTheContract() {
        Offer offer = read(sample()).orElseThrow();

        assertThat(offer.id()).hasToString("vastai-41200733");
        assertThat(offer.gpus().model().name()).isEqualTo("RTX 4090");
        assertThat(offer.gpus().providerName()).isEqualTo("RTX 4090");
        assertThat(offer.gpus().count()).isEqualTo(1);
        assertThat(offer.gpus().vram().value()).isEqualTo(24);
        assertThat(offer.place()).isEqualTo(new OfferPlace("Oregon, US", "US", true));
        assertThat(offer.reliability()).isEqualTo(0.9962);
        assertThat(offer.longestRental()).isEqualTo(Duration.ofSeconds(7_776_000));
        assertThat(offer.diskGb()).isEqualTo(50);
        assertThat(offer.launchTerms()).matches("ssh_direct [0-9]+");
        assertThat(offer.fetchedAt()).isEqualTo(NOW);
        assertThat(offer.host().machineId()).isEqualTo("30551");
        assertThat(offer.host().cudaVersion()).isEqualTo(new CudaVersion(12, 8));
        assertThat(offer.host().interruptible()).isFalse();
        assertThat(offer.host().minBid()).isEqualTo(UsdPerHour.of("0.19"));
        assertThat(offer.host().vcpus()).isEqualByComparingTo("16");
        assertThat(offer.host().ramGb()).isEqualByComparingTo("62.9");
        assertThat(offer.host().diskGb()).isEqualByComparingTo("412.7");
        assertThat(offer.host().storagePricePerGb()).isEqualTo(UsdPerHour.of("0.000208"));
    }

    @Test
    void splitsThePriceIntoMachineAndDisk() {
        // 50 GB of 0.15 $ a month: 0.010417 $ an hour.
        Offer offer =
                read(sample().put("dph_total", new BigDecimal("0.390417"))).orElseThrow();

        assertThat(offer.rates().storage()).isEqualTo(UsdPerHour.of("0.010417"));
        assertThat(offer.rates().compute()).isEqualTo(UsdPerHour.of("0.38"));
        assertThat(offer.price()).isEqualTo(UsdPerHour.of("0.390417"));
    }

    @Test
    void neverShowsLessThanTheQuotedTotal() {
        Offer offer = read(sample().put("dph_total", new BigDecimal("0.50"))).orElseThrow();

        assertThat(offer.price()).isEqualTo(UsdPerHour.of("0.5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "num_gpus", "gpu_name", "gpu_ram", "dph_total", "cpu_cores"})
    void dropsWhatLacksSomethingNeeded(String field) {
        assertThat(read(sample().putNull(field))).isEmpty();
        ObjectNode without = sample();
        without.remove(field);
        assertThat(read(without)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rentable, false",
        "rented, true",
        "is_bid, true",
        "dph_total, 0",
        "dph_total, -1",
        "reliability2, 0.80",
        "disk_space, 20",
        "end_date, 1769900000",
        "cpu_cores, 0"
    })
    void dropsWhatVastAiShouldNotHaveSent(String field, String value) {
        ObjectNode offer = sample();
        if (value.equals("true") || value.equals("false")) {
            offer.put(field, Boolean.parseBoolean(value));
        } else {
            offer.put(field, new BigDecimal(value));
        }

        assertThat(read(offer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'Oregon, US', 'Oregon, US', US",
        "', DE', DE, DE",
        "'Québec, CA', 'Québec, CA', CA",
        "Atlantis, Atlantis,"
    })
    void readsThePlace(String raw, String location, String country) {
        Offer offer = read(sample().put("geolocation", raw)).orElseThrow();

        assertThat(offer.place().location()).isEqualTo(location);
        assertThat(offer.place().country()).isEqualTo(country);
    }

    @Test
    void inventsNothingThatIsNotTold() {
        ObjectNode offer = sample();
        for (String field : new String[] {
            "geolocation",
            "hosting_type",
            "end_date",
            "duration",
            "cuda_max_good",
            "machine_id",
            "inet_up",
            "storage_cost",
            "is_bid",
            "min_bid"
        }) {
            offer.putNull(field);
        }

        Offer read = read(offer).orElseThrow();

        assertThat(read.place()).isEqualTo(new OfferPlace("", null, null));
        assertThat(read.longestRental()).isNull();
        assertThat(read.host().cudaVersion()).isNull();
        assertThat(read.host().interruptible()).isNull();
        assertThat(read.host().minBid()).isNull();
        assertThat(read.host().machineId()).isNull();
        assertThat(read.host().inetUpMbps()).isNull();
        assertThat(read.host().storagePricePerGb()).isNull();
    }

    @Test
    void buysThroughTheProxyWhereThereIsNoOpenPort() {
        assertThat(read(sample().put("direct_port_count", 0)).orElseThrow().launchTerms())
                .isEqualTo("ssh_proxy");
    }

    private Optional<Offer> read(JsonNode offer) {
        return reader.read(new JsonFields(offer), NOW);
    }

    private static ObjectNode sample() {
        JsonNode offers = Fixtures.json("search-offers.json").node().get("offers");
        return offers.get(0).deepCopy();
    }
}
