package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.VramGb;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorDockOffersTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String ROW = """
            {"v0Name":"geforcertx4090-pcie-24gb","displayName":"NVIDIA GeForce RTX 4090 PCIe 24GB","max_count":1,"price_per_hr":0.377,
             "resources":{"max_vcpus":48,"max_ram_gb":180,"max_storage_gb":1450},
             "pricing":{"per_vcpu_hr":0.003,"per_gb_ram_hr":0.002,"per_gb_storage_hr":0.00005},
             "network_features":{"dedicated_ip_available":true,"port_forwarding_available":true}}""";

    @Test
    void offersEachModelWithOneTwoFourAndEightGpusAsFarAsThereAre() {
        assertThat(offers(Fixtures.text("locations.json")))
                .extracting(offer -> offer.id().toString())
                .containsExactly(
                        "tensordock-7c1e0a52-94b3-4d0e-8a51-6f2f5d0c9e11-geforcertx4090-pcie-24gb-x1",
                        "tensordock-7c1e0a52-94b3-4d0e-8a51-6f2f5d0c9e11-geforcertx4090-pcie-24gb-x2",
                        "tensordock-7c1e0a52-94b3-4d0e-8a51-6f2f5d0c9e11-geforcertx3090-pcie-24gb-x1");
    }

    @Test
    void pricesTheWholeMachineAndNotTheGpuAlone() {
        Offer offer = offers(Fixtures.text("locations.json")).get(0);

        assertThat(offer.price()).isEqualTo(UsdPerHour.of("0.470"));
        assertThat(offer.rates().storage()).isEqualTo(UsdPerHour.ZERO);
        assertThat(offer.diskGb()).isEqualTo(100);
        assertThat(offer.fetchedAt()).isEqualTo(NOW);
    }

    @Test
    void tellsWhatIsKnownOfThePlaceAndTheMachine() {
        Offer offer = offers(Fixtures.text("locations.json")).get(1);

        assertThat(offer.gpus().model().name()).isEqualTo("RTX 4090");
        assertThat(offer.gpus().providerName()).isEqualTo("NVIDIA GeForce RTX 4090 PCIe 24GB");
        assertThat(offer.gpus().count()).isEqualTo(2);
        assertThat(offer.gpus().vram()).isEqualTo(new VramGb(24));
        assertThat(offer.place().location()).isEqualTo("Manassas, Virginia, United States");
        assertThat(offer.place().country()).isEqualTo("US");
        assertThat(offer.reliability()).isEqualTo(0.75);
        assertThat(offer.availabilityConfidence()).isEqualTo(0.3);
        assertThat(offer.host().vcpus()).isEqualByComparingTo("16");
        assertThat(offer.host().ramGb()).isEqualByComparingTo("64");
        assertThat(offer.host().diskGb()).isEqualTo(BigDecimal.valueOf(1450));
        assertThat(offer.host().storagePricePerGb()).isEqualTo(UsdPerHour.of("0.00005"));
    }

    @Test
    void prefersAnAddressOfItsOwnAndKeepsTheShapeInTheTerms() {
        List<Offer> offers = offers(Fixtures.text("locations.json"));

        assertThat(LaunchTerms.parse(offers.get(0).launchTerms()))
                .contains(new LaunchTerms(
                        "7c1e0a52-94b3-4d0e-8a51-6f2f5d0c9e11",
                        new V0Name("geforcertx4090-pcie-24gb"),
                        1,
                        8,
                        32,
                        NetworkMode.DEDICATED_IP));
        assertThat(network(offers.get(2))).isEqualTo(NetworkMode.PORT_FORWARD);
    }

    @Test
    void forwardsAPortWhereAddressesHaveRunOut() {
        assertThat(network(TensorDockOffers.of(locations(at(ROW)), location -> true, NOW)
                        .get(0)))
                .isEqualTo(NetworkMode.PORT_FORWARD);
        String dedicatedOnly = ROW.replace("\"port_forwarding_available\":true", "\"port_forwarding_available\":false");
        assertThat(network(TensorDockOffers.of(locations(at(dedicatedOnly)), location -> true, NOW)
                        .get(0)))
                .isEqualTo(NetworkMode.DEDICATED_IP);
    }

    @ParameterizedTest
    @CsvSource({"48, 180, 8, 48, 176", "7, 31, 1, 6, 16", "2, 4, 4, 2, 4", "100, 1000, 8, 64, 256"})
    void clipsTheShapeToWhatTheLocationHas(int maxVcpus, int maxRamGb, int count, int vcpus, int ramGb) {
        String row = ROW.replace(
                        "\"max_vcpus\":48,\"max_ram_gb\":180",
                        "\"max_vcpus\":%d,\"max_ram_gb\":%d".formatted(maxVcpus, maxRamGb))
                .replace("\"max_count\":1", "\"max_count\":8");

        LaunchTerms terms = offers(at(row)).stream()
                .map(offer -> LaunchTerms.parse(offer.launchTerms()).orElseThrow())
                .filter(found -> found.count() == count)
                .findFirst()
                .orElseThrow();

        assertThat(terms.vcpus()).isEqualTo(vcpus);
        assertThat(terms.ramGb()).isEqualTo(ramGb);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"price_per_hr\":0.377,",
                "\"per_vcpu_hr\":0.003,",
                "\"per_gb_ram_hr\":0.002,",
                ",\"per_gb_storage_hr\":0.00005",
                "\"v0Name\":\"geforcertx4090-pcie-24gb\",",
                "\"max_count\":1,",
                "\"dedicated_ip_available\":true,\"port_forwarding_available\":true",
            })
    void dropsARowThatLacksWhatAnOfferNeeds(String part) {
        String lacking = ROW.replace(part, "");
        String unreachable = ROW.replace("_available\":true", "_available\":false");

        assertThat(lacking).isNotEqualTo(ROW);
        if (part.contains("dedicated_ip")) {
            assertThat(offers(at(unreachable))).isEmpty();
        } else {
            assertThat(offers(at(lacking))).isEmpty();
        }
    }

    @Test
    void dropsARowWithTooLittleForAMachine() {
        assertThat(offers(at(ROW.replace("1450", "99")))).isEmpty();
        assertThat(offers(at(ROW.replace("\"max_vcpus\":48", "\"max_vcpus\":1"))))
                .isEmpty();
        assertThat(offers(at(ROW.replace("\"max_ram_gb\":180", "\"max_ram_gb\":3"))))
                .isEmpty();
    }

    @Test
    void takesMissingNetworkFlagsForADedicatedAddress() {
        String untold = ROW.replaceAll("(?s),\\s*\"network_features\":\\{[^}]*\\}", "");

        assertThat(untold).isNotEqualTo(ROW);
        assertThat(network(offers(at(untold)).get(0))).isEqualTo(NetworkMode.DEDICATED_IP);
    }

    @Test
    void readsMemoryFromTheTextForPeopleWhereTheKeyHasNone() {
        String row = ROW.replace("geforcertx4090-pcie-24gb", "geforcertx4090");

        assertThat(offers(at(row)).get(0).gpus().vram()).isEqualTo(new VramGb(24));
        assertThat(offers(at(row.replace(" 24GB", "")))).isEmpty();
    }

    @Test
    void showsCityAndStateOnceWhereTheyAreOneWord() {
        String texas = at(ROW).replace(
                        "\"city\":\"Orlando\",\"stateprovince\":\"Florida\"",
                        "\"city\":\"Texas\",\"stateprovince\":\"Texas\"");

        assertThat(offers(texas).get(0).place().location()).isEqualTo("Texas, United States");
    }

    @Test
    void keepsReliabilityBetweenNothingAndOne() {
        assertThat(offers(at(ROW).replace("\"tier\":1", "\"tier\":9")).get(0).reliability())
                .isEqualTo(1);
        assertThat(offers(at(ROW).replace("\"tier\":1", "\"tier\":-1")).get(0).reliability())
                .isZero();
        assertThat(offers(at(ROW).replace("\"tier\":1,", "")).get(0).reliability())
                .isZero();
    }

    @Test
    void offersNothingWhereThereIsNoStock() {
        assertThat(offers(Fixtures.text("locations-empty.json"))).isEmpty();
    }

    private static String at(String row) {
        return """
                {"data":{"locations":[{"id":"loc-uuid-12345","city":"Orlando","stateprovince":"Florida","country":"United States",
                "tier":1,"gpus":[%s]}]}}""".formatted(row);
    }

    private static NetworkMode network(Offer offer) {
        return LaunchTerms.parse(offer.launchTerms()).orElseThrow().network();
    }

    private static List<Offer> offers(String json) {
        return TensorDockOffers.of(locations(json), location -> false, NOW);
    }

    private static List<TensorDockLocationJson> locations(String json) {
        JsonFields body = JsonFields.parse(json).orElseThrow();
        return body.at("data").at("locations").elements().stream()
                .map(TensorDockLocationJson::new)
                .toList();
    }
}
