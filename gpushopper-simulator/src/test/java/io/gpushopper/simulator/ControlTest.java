package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTest {

    private final TestSimulator sim = TestSimulator.start();

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void theSameSeedGivesTheSameMarket() {
        JsonNode offers = sim.search("{}");
        JsonNode stock = sim.tensorDock.get("/locations").json();

        sim.control.post("/reset", "{\"seed\":8,\"offers\":100}");
        assertThat(sim.search("{}")).isNotEqualTo(offers);
        sim.control.post("/reset", "{\"seed\":7,\"offers\":100}");

        assertThat(sim.search("{}")).isEqualTo(offers);
        assertThat(sim.tensorDock.get("/locations").json()).isEqualTo(stock);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 100_000})
    void asManyOffersAsWantedCanBeAskedFor(int offers) {
        JsonNode state =
                sim.control.post("/reset", "{\"offers\":" + offers + "}").json();

        assertThat(state.at("/market/vastai/offers").asInt()
                        + state.at("/market/tensordock/offers").asInt())
                .isEqualTo(offers);
    }

    @Test
    void resetEndsEverything() {
        String id = sim.rented("mine");
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"list\",\"kind\":\"rate_limit\",\"times\":9}");

        sim.control.post("/reset", "{}");

        assertThat(sim.control.get("/instances").json().path("instances")).isEmpty();
        assertThat(sim.vastInstance(id).isNull()).isTrue();
        assertThat(sim.vastAi.get("/api/v1/instances/").status()).isEqualTo(200);
    }

    @Test
    void anOrphanIsAnInstanceNobodyAskedFor() {
        for (String provider : new String[] {"vastai", "tensordock"}) {
            Reply reply = sim.control.post("/orphans", "{\"provider\":\"" + provider + "\",\"tag\":\"gpushop-x\"}");

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.json().path("provider").asText()).isEqualTo(provider);
            assertThat(reply.json().path("tag").asText()).isEqualTo("gpushop-x");
            assertThat(reply.json().path("billing").asBoolean()).isTrue();
        }
        assertThat(sim.vastAi
                        .get("/api/v1/instances/")
                        .json()
                        .at("/instances/0/label")
                        .asText())
                .isEqualTo("gpushop-x");
        assertThat(sim.tensorDock.get("/instances").json().at("/data/0/name").asText())
                .isEqualTo("gpushop-x");
    }

    @Test
    void aKilledInstanceIsGoneUnlessSomethingIsToBeLeft() {
        String gone = sim.rented("gone");
        String offline = sim.rented("offline");
        String stopped = sim.rented("stopped");

        sim.control.post("/instances/" + gone + "/kill", "");
        sim.control.post("/instances/" + offline + "/kill", "{\"leave\":\"offline\"}");
        sim.control.post("/instances/" + stopped + "/kill", "{\"leave\":\"stopped\"}");

        assertThat(sim.vastInstance(gone).isNull()).isTrue();
        assertThat(sim.vastInstance(offline).path("actual_status").asText()).isEqualTo("offline");
        assertThat(sim.report(offline).path("billing").asBoolean()).isFalse();
        assertThat(sim.vastInstance(stopped).path("actual_status").asText()).isEqualTo("exited");
        assertThat(sim.report(stopped).path("billing").asBoolean()).isTrue();
        assertThat(sim.control.post("/instances/" + gone + "/kill", "").status())
                .isEqualTo(404);
    }

    @Test
    void theMeterCountsStorageFromCreationAndGpusWhileRunning() {
        String id = sim.rented("mine");
        JsonNode instance = sim.vastInstance(id);
        BigDecimal total = instance.path("dph_total").decimalValue();
        BigDecimal storage = instance.path("storage_total_cost").decimalValue();

        sim.pass(Duration.ofSeconds(4));
        assertBilled(id, storage, 4);
        sim.pass(Duration.ofSeconds(3600));
        sim.vastAi.delete("/api/v0/instances/" + id + "/");
        sim.pass(Duration.ofSeconds(100));

        BigDecimal expected = storage.multiply(BigDecimal.valueOf(4)).add(total.multiply(BigDecimal.valueOf(3600)));
        assertThat(billed(id)).isEqualByComparingTo(hours(expected));
    }

    @Test
    void tensorDocksMeterCountsTheFullRateUntilTheInstanceIsGone() {
        String id = sim.control
                .post("/orphans", "{\"provider\":\"tensordock\",\"tag\":\"x\"}")
                .json()
                .path("id")
                .asText();
        BigDecimal rate =
                sim.tensorDock.get("/instances/" + id).json().path("rateHourly").decimalValue();

        sim.pass(Duration.ofSeconds(1800));
        sim.tensorDock.delete("/instances/" + id);
        sim.pass(Duration.ofSeconds(1));
        sim.control.get("/state");
        sim.pass(Duration.ofSeconds(500));

        assertBilled(id, rate, 1801);
    }

    @Test
    void timeFactorSpeedsBootsAndLeavesMetersAlone() {
        sim.control.put("/settings", "{\"time_factor\":10}");
        String id = sim.rented("mine");
        BigDecimal storage = sim.vastInstance(id).path("storage_total_cost").decimalValue();

        sim.pass(Duration.ofMillis(390));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("loading");
        assertThat(billed(id)).isEqualByComparingTo(hours(storage.multiply(new BigDecimal("0.39"))));
        sim.pass(Duration.ofMillis(10));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("running");
    }

    @Test
    void bootSecondsCanBeChanged() {
        sim.control.put("/settings", "{\"boot_seconds\":100}");
        String id = sim.rented("mine");

        sim.pass(Duration.ofSeconds(79));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("loading");
        sim.pass(Duration.ofSeconds(1));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("running");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThat(sim.control
                        .put("/settings", "{\"time_factor\":0}")
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("time_factor must be above 0");
        assertThat(sim.control.put("/settings", "{\"boot_time\":3}").status()).isEqualTo(400);
        assertThat(sim.control.get("/nothing").status()).isEqualTo(404);
    }

    @Test
    void theGpusOfAnEndedInstanceAreOfferedAgainUnderAnotherId() {
        JsonNode offer = sim.cheapest();
        String id = sim.rent(offer, "mine").json().path("new_contract").asText();
        sim.vastAi.delete("/api/v0/instances/" + id + "/");
        assertThat(sim.cheapest().path("machine_id")).isNotEqualTo(offer.path("machine_id"));

        sim.pass(Duration.ofSeconds(30));

        assertThat(sim.cheapest().path("machine_id")).isEqualTo(offer.path("machine_id"));
        assertThat(sim.cheapest().path("id")).isNotEqualTo(offer.path("id"));
    }

    private void assertBilled(String id, BigDecimal ratePerHour, int seconds) {
        assertThat(billed(id)).isEqualByComparingTo(hours(ratePerHour.multiply(BigDecimal.valueOf(seconds))));
    }

    private static BigDecimal hours(BigDecimal rateTimesSeconds) {
        return rateTimesSeconds.divide(BigDecimal.valueOf(3600), 9, RoundingMode.HALF_UP);
    }

    private BigDecimal billed(String id) {
        return sim.report(id).path("billed_usd").decimalValue();
    }
}
