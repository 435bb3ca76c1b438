package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.market.Drift;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A market that changes without anyone of ours. */
class DriftTest {

    private static final String ALL = "{\"verified\":{},\"order\":[[\"id\",\"asc\"]]}";

    @Test
    void movesPricesAndLetsOffersComeAndGo() {
        try (TestSimulator simulator = market(new Drift(new BigDecimal("0.1"), Duration.ZERO))) {
            Map<Long, BigDecimal> before = prices(simulator);
            Map<String, String> stock = stock(simulator);

            for (int minute = 0; minute < 20; minute++) {
                simulator.pass(Duration.ofMinutes(1));
                simulator.control.get("/state");
            }

            Map<Long, BigDecimal> after = prices(simulator);
            Set<Long> stayed = new HashSet<>(before.keySet());
            stayed.retainAll(after.keySet());
            assertThat(stayed).as("some are gone").hasSizeLessThan(before.size());
            assertThat(after.keySet()).as("some came back under another id").anyMatch(id -> !before.containsKey(id));
            assertThat(stayed)
                    .as("some cost something else")
                    .anyMatch(id -> before.get(id).compareTo(after.get(id)) != 0);
            assertThat(stock(simulator)).isNotEqualTo(stock);
        }
    }

    @Test
    void standsStillUnlessItIsAskedTo() {
        try (TestSimulator simulator = market(Drift.NONE)) {
            Map<Long, BigDecimal> before = prices(simulator);

            simulator.pass(Duration.ofHours(1));

            assertThat(prices(simulator)).isEqualTo(before);
        }
    }

    @Test
    void showsForAWhileWhatIsGone() {
        try (TestSimulator simulator = market(new Drift(BigDecimal.ZERO, Duration.ofSeconds(90)))) {
            JsonNode offer = simulator.cheapest();
            assertThat(simulator.rent(offer, "first").status()).isEqualTo(200);

            assertThat(prices(simulator)).containsKey(offer.path("id").asLong());
            Reply second = simulator.rent(offer, "second");
            assertThat(second.status()).isEqualTo(400);
            assertThat(second.body()).contains("no_such_ask");

            simulator.pass(Duration.ofSeconds(91));
            assertThat(prices(simulator)).doesNotContainKey(offer.path("id").asLong());
        }
    }

    @Test
    void canBeSetWhileItRuns() {
        try (TestSimulator simulator = market(Drift.NONE)) {
            Reply set =
                    simulator.control.send("PUT", "/settings", "{\"churn_per_minute\":0.25,\"stale_seconds\":12.5}");

            assertThat(set.json().path("churn_per_minute").decimalValue()).isEqualByComparingTo("0.25");
            assertThat(set.json().path("stale_seconds").decimalValue()).isEqualByComparingTo("12.5");
            assertThat(simulator
                            .control
                            .send("PUT", "/settings", "{\"churn_per_minute\":2}")
                            .status())
                    .isEqualTo(400);
        }
    }

    private static TestSimulator market(Drift drift) {
        return TestSimulator.start(TestSimulator.demo()
                .rateLimitScale(BigDecimal.ZERO)
                .searchCap(0)
                .drift(drift));
    }

    private static Map<Long, BigDecimal> prices(TestSimulator simulator) {
        Map<Long, BigDecimal> prices = new HashMap<>();
        simulator
                .search(ALL)
                .forEach(offer -> prices.put(
                        offer.path("id").asLong(), offer.path("dph_base").decimalValue()));
        return prices;
    }

    private static Map<String, String> stock(TestSimulator simulator) {
        Map<String, String> rows = new HashMap<>();
        for (JsonNode place : simulator.tensorDock.get("/locations").json().at("/data/locations")) {
            place.path("gpus")
                    .forEach(gpu -> rows.put(
                            place.path("id").asText() + gpu.path("v0Name").asText(), gpu.toString()));
        }
        return rows;
    }
}
