package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SessionsOverHttpTest {
    private static final FakeParts parts = new FakeParts();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @AfterEach
    void healTheMarket() {
        parts.market.heal();
    }

    @Test
    void rentsVerifiesExtendsAndEndsASession() {
        Api.Answer created = create("vastai-11");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("ssh_private_key").asText()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
        JsonNode session = created.json().path("session");
        String path = "/api/v1/sessions/" + session.path("id").asText();
        assertThat(created.header("Location")).isEqualTo(path);
        assertThat(session.path("status").asText()).isEqualTo("provisioning");
        assertThat(session.path("price_per_hour").toString()).isEqualTo("0.412");
        Eventually.holds(
                "it runs",
                () -> "running".equals(api.get(path).json().path("status").asText()));

        JsonNode running = api.get(path).json();
        assertThat(running.path("ssh_port").asInt()).isEqualTo(22);
        assertThat(running.path("host_key_fingerprint").asText()).startsWith("SHA256:");
        assertThat(running.path("enforcement").toString())
                .contains("\"rule\":\"expiry\",\"acts_at\":\""
                        + running.path("expires_at").asText() + "\"")
                .contains("\"rule\":\"hard_limit\"")
                .contains("{\"rule\":\"guard\",\"state\":\"none\"}")
                .contains("{\"rule\":\"idle\",\"state\":\"armed\"}");
        assertThat(running.has("error")).isFalse();
        Api.Answer extended = api.post(path + "/extend", "{\"additional_hours\": 2}");
        assertThat(extended.status()).isEqualTo(200);
        assertThat(extended.json().path("message").asText()).isEqualTo("session extended");
        assertThat(api.get(path).json().path("expires_at"))
                .isEqualTo(extended.json().path("new_expires_at"));
        assertThat(Instant.parse(extended.json().path("new_expires_at").asText()))
                .isEqualTo(Instant.parse(running.path("expires_at").asText()).plus(Duration.ofHours(2)));
        Api.Answer looked = api.get(path + "/diagnostics");
        assertThat(looked.status()).isEqualTo(200);
        assertThat(looked.json().path("ssh_available").asBoolean()).isTrue();
        Api.Answer deleted = api.delete(path);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.text())
                .isEqualTo("{\"message\":\"session destroyed\",\"session_id\":\""
                        + session.path("id").asText() + "\"}");
        assertThat(api.get(path).json().path("stop_reason").asText()).isEqualTo("deleted");
        assertThat(api.delete(path).status()).isEqualTo(200);
        assertThat(parts.market.rentals())
                .filteredOn(rental -> rental.mark().contains(path.substring(path.indexOf("sess-") + 5)))
                .isNotEmpty()
                .noneMatch(rental -> rental.billing());
    }

    @Test
    void answers202WhenTheProofTakesLongerThanADeleteWaits() {
        String path = path(create("vastai-12"));
        parts.market.fail(MarketOperation.DESTROY, MarketFault.SERVER_ERROR, 1_000);

        Api.Answer deleted = api.delete(path);

        assertThat(deleted.status()).isEqualTo(202);
        assertThat(deleted.json().path("message").asText()).isEqualTo("session destruction in progress");
        assertThat(deleted.json().path("status").asText()).isEqualTo("stopping");
        parts.market.heal();
        Eventually.holds(
                "it ends all the same",
                () -> "stopped".equals(api.get(path).json().path("status").asText()));
    }

    @Test
    void shutsDownASessionThatIsDoneOnce() {
        String path = path(create("vastai-13"));

        Api.Answer done = api.post(path + "/done", "");

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().path("message").asText()).isEqualTo("session shutdown initiated");
        Api.Answer again = api.post(path + "/done", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("error_type").asText()).isEqualTo("not_active");
        assertThat(api.post(path + "/extend", "{\"additional_hours\": 1}").status())
                .isEqualTo(409);
    }

    @Test
    void namesTheLargestExtensionStillPossible() {
        String path = path(create("vastai-14"));

        Api.Answer refused = api.post(path + "/extend", "{\"additional_hours\": 11}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asText()).startsWith("additional_hours must be at most 10");
    }

    @Test
    void refusesASecondSessionOfTheSameConsumerOnTheSameOffer() {
        Api.Answer first = create("vastai-15");

        Api.Answer second = create("vastai-15");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("error_type").asText()).isEqualTo("duplicate_session");
        assertThat(second.json().path("session_id"))
                .isEqualTo(first.json().path("session").path("id"));
    }

    @Test
    void answersAStaleOfferWithTheBodyOfTheReference() {
        List<Rental> before = parts.market.rentals();
        parts.market.sellOut(parts.market.stock("16"));

        Api.Answer stale = create("vastai-16");

        assertThat(stale.status()).isEqualTo(503);
        assertThat(stale.text())
                .isEqualTo("{\"error\":\"offer unavailable due to stale inventory\","
                        + "\"error_type\":\"stale_inventory\",\"offer_id\":\"vastai-16\",\"provider\":\"vastai\","
                        + "\"retry_suggested\":true,\"message\":\"The selected offer is no longer available."
                        + " Please refresh inventory and select a different offer.\",\"request_id\":\""
                        + stale.header("X-Request-ID") + "\"}");
        assertThat(parts.market.rentals()).hasSameSizeAs(before);
    }

    @Test
    void knowsNoOfferThatWasNeverShown() {
        for (String id : List.of("vastai-99999", "nobody-1", "nonsense")) {
            Api.Answer unknown = create(id);

            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.json().path("error").asText()).isEqualTo("offer not found: " + id);
        }
    }

    @Test
    void tellsThatTheProviderIsUnavailable() {
        parts.market.fail(MarketOperation.CREATE, MarketFault.RATE_LIMIT, 10);

        Api.Answer refused = create("vastai-17");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().path("error_type").asText()).isEqualTo("provider_unavailable");
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.json().path("retry_after_seconds").asText()).isEqualTo(refused.header("Retry-After"));
    }

    @Test
    void answers201WhenTheProviderTakesLongerThanACreateWaits() {
        parts.market.fail(MarketOperation.CREATE, MarketFault.DROP_AFTER_EFFECT, 1);
        parts.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 10_000);

        Api.Answer created = create("vastai-18");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("session").path("status").asText()).isEqualTo("provisioning");
        parts.market.heal();
    }

    @Test
    void tellsNothingOfAFaultOfItsOwnButTheRequest() {
        for (RuntimeException fault :
                List.of(new IllegalStateException("secret"), new StoreException("no disk /var/lib", null))) {
            parts.keyTrouble.set(fault);

            Api.Answer failed = create("vastai-30");

            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.text())
                    .isEqualTo("{\"error\":\"internal server error\",\"error_type\":\"internal\",\"request_id\":\""
                            + failed.header("X-Request-ID") + "\"}");
        }
    }

    @Test
    void listsSessionsNewestFirstAndFiltered() {
        String first =
                create("vastai-19", "lister").json().path("session").path("id").asText();
        String second =
                create("vastai-20", "lister").json().path("session").path("id").asText();

        assertThat(ids(api.get("/api/v1/sessions?consumer_id=lister"))).containsExactly(second, first);
        assertThat(ids(api.get("/api/v1/sessions?consumer_id=lister&limit=1"))).containsExactly(second);
        assertThat(ids(api.get("/api/v1/sessions?consumer_id=nobody"))).isEmpty();
        assertThat(ids(api.get("/api/v1/sessions?consumer_id=lister&status=stopped&status=failed")))
                .isEmpty();
        assertThat(ids(api.get("/api/v1/sessions?provider=vastai&consumer_id=lister")))
                .hasSize(2);
    }

    @Test
    void pagesThroughSessionsOnceEachWhileMoreAreCreated() {
        List<String> all = new ArrayList<>();
        for (String offer : List.of("vastai-31", "vastai-32", "vastai-33")) {
            all.add(0, create(offer, "pager").json().path("session").path("id").asText());
        }

        Api.Answer first = api.get("/api/v1/sessions?consumer_id=pager&limit=2");
        create("vastai-34", "pager");
        Api.Answer second = api.get("/api/v1/sessions?consumer_id=pager&limit=2&page_token="
                + first.json().path("next_page_token").asText());

        assertThat(first.json().path("total").asInt()).isEqualTo(3);
        assertThat(ids(first)).isEqualTo(all.subList(0, 2));
        assertThat(ids(second)).containsExactly(all.get(2));
        assertThat(second.json().has("next_page_token")).isFalse();
        assertThat(ids(api.get("/api/v1/sessions?consumer_id=pager&offset=3"))).containsExactly(all.get(2));
    }

    @Test
    void listsSessionsByTheTimeOfTheirCreation() {
        JsonNode session = create("vastai-35", "timer").json().path("session");
        String created = session.path("created_at").asText();

        assertThat(ids(api.get("/api/v1/sessions?consumer_id=timer&created_before=" + created)))
                .isEmpty();
        assertThat(ids(api.get("/api/v1/sessions?consumer_id=timer&created_after=" + created)))
                .isEmpty();
        assertThat(ids(api.get("/api/v1/sessions?consumer_id=timer&created_after=2026-01-01T00:00:00Z"
                        + "&created_before=2027-01-01T00:00:00-01:00")))
                .containsExactly(session.path("id").asText());
    }

    @Test
    void diagnosesRunningSessionsOnly() {
        String path = path(create("vastai-21"));
        api.delete(path);

        Api.Answer looked = api.get(path + "/diagnostics");

        assertThat(looked.status()).isEqualTo(400);
        assertThat(looked.json().path("error").asText()).contains("is not running");
    }

    private static Api.Answer create(String offer) {
        return create(offer, "my-application");
    }

    private static Api.Answer create(String offer, String consumer) {
        return api.post(
                "/api/v1/sessions",
                "{\"consumer_id\": \"" + consumer + "\", \"offer_id\": \"" + offer + "\", \"workload_type\": \"llm\","
                        + " \"reservation_hours\": 2,"
                        + " \"idle_threshold_minutes\": 30,"
                        + " \"storage_policy\":"
                        + " \"destroy\"}");
    }

    private static String path(Api.Answer created) {
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.header("Location");
    }

    private static List<String> ids(Api.Answer list) {
        assertThat(list.json().path("count").asInt())
                .isEqualTo(list.json().path("sessions").size());
        List<String> ids = new ArrayList<>();
        list.json()
                .path("sessions")
                .forEach(session -> ids.add(session.path("id").asText()));
        return ids;
    }
}
