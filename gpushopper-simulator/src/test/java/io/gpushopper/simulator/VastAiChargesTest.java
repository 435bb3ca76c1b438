package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VastAiChargesTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final TestSimulator sim = TestSimulator.start();
    private final Instant start = sim.time.instant();

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void aRunningInstanceIsChargedLikeTheContractsExample() {
        String id = sim.rented("mine");
        sim.pass(Duration.ofMinutes(1));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("running");
        sim.pass(Duration.ofHours(2));

        JsonNode answer = charges(start, sim.time.instant(), "");

        assertThat(Shape.differences(Shape.fixtureJson("vastai/charges.json"), answer))
                .isEmpty();
        JsonNode row = answer.path("results").path(0);
        assertThat(row.path("source").asText()).isEqualTo("instance-" + id);
        assertThat(row.path("metadata").path("label").asText()).isEqualTo("mine");
        assertThat(row.path("start").asLong()).isEqualTo(start.getEpochSecond());
        assertThat(row.path("items").path(0).path("amount").decimalValue()).isPositive();
        assertThat(row.path("items").path(1).path("amount").decimalValue()).isPositive();
    }

    @Test
    void everyDayHasARowAndTheRowsAddUpToTheMeter() {
        String id = sim.rented("mine");
        sim.pass(DAY.plus(DAY));
        sim.vastAi.delete("/api/v0/instances/" + id + "/");
        sim.pass(DAY);

        JsonNode rows = charges(start, sim.time.instant(), "&latest_first=true").path("results");

        assertThat(rows).hasSize(3);
        assertThat(rows.path(0).path("start").asLong())
                .isGreaterThan(rows.path(2).path("start").asLong());
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : rows) {
            sum = sum.add(row.path("amount").decimalValue());
        }
        assertThat(sum.subtract(sim.report(id).path("billed_usd").decimalValue())
                        .abs())
                .isLessThanOrEqualTo(new BigDecimal("0.0015"));
        assertThat(charges(start.plus(DAY), start.plus(DAY), "").path("results"))
                .hasSize(1);
    }

    @Test
    void aStoppedInstanceIsChargedForItsDiskOnly() {
        String id = sim.rented("mine");
        sim.pass(Duration.ofMinutes(1));
        sim.vastAi.put("/api/v0/instances/" + id + "/", "{\"state\":\"stopped\"}");
        sim.pass(DAY.plus(DAY));

        JsonNode items = charges(start.plus(DAY), start.plus(DAY), "")
                .path("results")
                .path(0)
                .path("items");

        assertThat(items.path(0).path("type").asText()).isEqualTo("gpu");
        assertThat(items.path(0).path("amount").decimalValue()).isZero();
        assertThat(items.path(1).path("amount").decimalValue()).isPositive();
    }

    @Test
    void rowsComePageByPage() {
        sim.rented("one");
        sim.rented("two");
        sim.rented("three");
        sim.pass(Duration.ofHours(1));

        JsonNode first = charges(start, start, "&limit=2");
        JsonNode second = charges(
                start,
                start,
                "&limit=2&after_token=" + encoded(first.path("next_token").asText()));

        assertThat(first.path("count").asInt()).isEqualTo(2);
        assertThat(first.path("total").asInt()).isEqualTo(3);
        assertThat(second.path("results")).hasSize(1);
        assertThat(second.path("next_token").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"day\":{\"gte\":1775001000}}", "{\"day\":{\"lte\":1775001000}}"})
    void bothDaysAreRequired(String filters) {
        assertThat(sim.vastAi.get("/api/v0/charges/?select_filters=" + encoded(filters)))
                .isEqualTo(new Reply(
                        400,
                        "{\"success\":false,\"msg\":\"Must provide both 'day' gte and lte filters for instance"
                                + " charges\"}"));
    }

    @Test
    void badParametersAreRefused() {
        String days = encoded("{\"day\":{\"gte\":1,\"lte\":2}}");
        for (String bad : new String[] {"&after_token=%21", "&limit=many"}) {
            assertThat(sim.vastAi
                            .get("/api/v0/charges?select_filters=" + days + bad)
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(sim.vastAi.get("/api/v0/charges?select_filters=%7B").status())
                .isEqualTo(400);
    }

    private JsonNode charges(Instant from, Instant to, String more) {
        String filters = "{\"day\":{\"gte\":" + from.getEpochSecond() + ",\"lte\":" + to.getEpochSecond()
                + "},\"type\":{\"in\":[\"instance\"]}}";
        Reply reply = sim.vastAi.get("/api/v0/charges/?select_filters=" + encoded(filters) + "&format=table" + more);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
