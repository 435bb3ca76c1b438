package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.Eventually;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An offer costs 0.412 US dollars an hour. */
final class SpendingOverHttpTest {
    private final FakeParts parts = new FakeParts();
    private Api api;

    @AfterEach
    void stopTheServer() {
        api.close();
    }

    @Test
    void refusesWhatTheFuseDoesNotAllowAndBuysNothing() {
        start(Map.of("MAX_LIVE_INSTANCES", "1"));
        assertThat(create("alice", "1", "").status()).isEqualTo(201);

        Api.Answer refused = create("bob", "2", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("error_type").asText()).isEqualTo("fuse");
        // How much the deployment may spend is no consumer's business.
        assertThat(refused.json().path("error").asText())
                .isEqualTo("the fuse of the deployment allows no more for now");
        assertNothingMoreThanOne();
        assertThat(api.get("/metrics").text())
                .contains("gpu_spend_refusals_total{limit=\"fuse_instances\",} 1.0")
                .contains("gpu_fuse_instances 1.0")
                .contains("gpu_fuse_max_instances 1.0");
    }

    @Test
    void refusesWhatTheFusesHourlySpendDoesNotAllow() {
        start(Map.of("MAX_HOURLY_SPEND", "0.5"));
        assertThat(create("alice", "1", "").status()).isEqualTo(201);

        Api.Answer refused = create("bob", "2", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("error").asText())
                .isEqualTo("the fuse of the deployment allows no more for now");
        assertNothingMoreThanOne();
    }

    @Test
    void refusesWhatTheBudgetDoesNotHoldAndBuysOrLengthensNothing() {
        start(Map.of("MONTHLY_BUDGET", "1"));
        Api.Answer created = create("alice", "1", "");
        assertThat(created.status()).isEqualTo(201);

        Api.Answer refused = create("alice", "2", "");

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.json().path("error_type").asText()).isEqualTo("budget_exceeded");
        assertThat(refused.json().path("error").asText())
                .contains("consumer alice may spend 1 US dollars a month")
                .contains("this one could cost 0.824");
        assertNothingMoreThanOne();

        String id = created.json().path("session").path("id").asText();
        Api.Answer longer = api.post("/api/v1/sessions/" + id + "/extend", "{\"additional_hours\": 1}");
        assertThat(longer.status()).isEqualTo(402);
        assertThat(longer.json().path("error_type").asText()).isEqualTo("budget_exceeded");

        assertThat(api.get("/metrics").text())
                .contains("gpu_spend_refusals_total{limit=\"budget\",} 2.0")
                .contains("gpu_budget_monthly_usd{consumer=\"alice\",} 1.0");
    }

    @Test
    void showsWhenTheCostCapOfASessionActs() {
        start(Map.of());

        Api.Answer created = create("alice", "1", ", \"max_total_cost\": 0.412");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("session").path("enforcement")).anySatisfy(rule -> {
            assertThat(rule.path("rule").asText()).isEqualTo("cost_cap");
            assertThat(rule.path("state").asText()).isEqualTo("armed");
            assertThat(rule.path("acts_at").asText()).matches(".*Z");
        });
    }

    @Test
    void refusesACostCapThatIsNone() {
        start(Map.of());

        for (String cap : new String[] {"-1", "0.0000001", "1000000", "0.03"}) {
            Api.Answer refused = create("alice", "1", ", \"max_total_cost\": " + cap);

            assertThat(refused.status()).as(cap).isEqualTo(400);
            assertThat(refused.json().path("error").asText()).as(cap).startsWith("max_total_cost must be ");
        }
        assertThat(parts.store.unfinished()).isEmpty();
    }

    private void assertNothingMoreThanOne() {
        assertThat(parts.store.unfinished()).hasSize(1);
        assertThat(parts.market.rentals()).hasSize(1);
    }

    private void start(Map<String, String> variables) {
        api = Api.with(parts, variables);
        Eventually.holds("the server is ready", () -> api.get("/ready").status() == 200);
        Eventually.holds(
                "offers are shown",
                () -> api.get("/api/v1/inventory").json().path("total").asInt() > 0);
    }

    private Api.Answer create(String consumer, String offer, String more) {
        return api.post(
                "/api/v1/sessions",
                "{\"consumer_id\": \"" + consumer + "\", \"offer_id\": \"vastai-" + offer
                        + "\", \"workload_type\": \"batch\", \"reservation_hours\": 2" + more + "}");
    }
}
