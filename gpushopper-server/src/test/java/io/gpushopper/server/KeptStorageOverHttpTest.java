package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.FakeMarket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code storage_policy: preserve} as a client meets it. The clock runs ten times as fast as the world. */
final class KeptStorageOverHttpTest {
    private static final FakeParts parts = FakeParts.withTwoMarkets();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        parts.second.stock("1");
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void keepsTheDiskOfASessionThatIsDoneAndReleasesItWhenItIsDeleted() {
        String path = running("vastai-1", ", \"preserve_hours\": 24");
        assertThat(api.get(path).json().path("storage_policy").asText()).isEqualTo("preserve");
        assertThat(api.get(path).json().has("storage")).isFalse();

        assertThat(api.post(path + "/done", "").status()).isEqualTo(200);
        await(path, "stopped");

        JsonNode kept = api.get(path).json();
        JsonNode storage = kept.path("storage");
        assertThat(storage.path("kept").asBoolean()).isTrue();
        assertThat(storage.path("price_per_hour").decimalValue())
                .isEqualByComparingTo(FakeMarket.RATES.storage().amount());
        assertThat(storage.path("instance_id")).isEqualTo(kept.path("provider_instance_id"));
        assertThat(Instant.parse(storage.path("until").asText()))
                .isEqualTo(Instant.parse(kept.path("stopped_at").asText()).plus(Duration.ofHours(24)));
        assertThat(kept.path("enforcement").toString())
                .isEqualTo("[{\"rule\":\"kept_storage\",\"acts_at\":\""
                        + storage.path("until").asText() + "\",\"state\":\"armed\"}]");
        assertThat(kept.path("stop_reason").asText()).isEqualTo("done");
        assertThat(api.post(path + "/done", "").status()).isEqualTo(409);

        Api.Answer deleted = api.delete(path);

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(api.get(path).json().has("storage")).isFalse();
        assertThat(api.get(path).json().path("status").asText()).isEqualTo("stopped");
        assertThat(api.get(path + "/events").text()).contains("its storage is released: deleted");
        assertThat(parts.market.rentals())
                .noneMatch(rental -> rental.billing()
                        && rental.id()
                                .value()
                                .equals(storage.path("instance_id").asText()));
    }

    @Test
    void keepsADiskForThreeDaysUnlessToldOtherwise() {
        String path = running("vastai-2", "");

        api.post(path + "/done", "");
        await(path, "stopped");

        JsonNode kept = api.get(path).json();
        assertThat(Instant.parse(kept.path("storage").path("until").asText()))
                .isEqualTo(Instant.parse(kept.path("stopped_at").asText()).plus(Duration.ofHours(72)));
        api.delete(path);
    }

    @Test
    void leavesNothingOfALiveSessionThatIsDeleted() {
        String path = running("vastai-3", "");

        assertThat(api.delete(path).status()).isEqualTo(200);

        assertThat(api.get(path).json().has("storage")).isFalse();
    }

    @Test
    void refusesToKeepWhereAStoppedMachineIsCharged() {
        Api.Answer refused = create("tensordock-1", "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error_type").asText()).isEqualTo("unsupported_by_provider");
        assertThat(refused.json().path("error").asText()).contains("storage_policy");
        assertThat(parts.second.rentals()).isEmpty();
    }

    private static String running(String offer, String more) {
        Api.Answer created = create(offer, more);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String path =
                "/api/v1/sessions/" + created.json().path("session").path("id").asText();
        await(path, "running");
        return path;
    }

    private static Api.Answer create(String offer, String more) {
        return api.post(
                "/api/v1/sessions",
                "{\"consumer_id\": \"keeper\", \"offer_id\": \"" + offer + "\", \"workload_type\": \"batch\","
                        + " \"reservation_hours\": 2, \"storage_policy\": \"preserve\"" + more + "}");
    }

    private static void await(String path, String status) {
        Eventually.holds(
                "it is " + status,
                () -> status.equals(api.get(path).json().path("status").asText()));
    }
}
