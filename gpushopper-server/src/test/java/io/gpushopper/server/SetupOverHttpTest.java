package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SessionToken;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.FakeMachine;
import io.gpushopper.testkit.FakeProvider;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session is made with, and how its consumer and its agent reach it. */
final class SetupOverHttpTest {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String OWN_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEK0ntn9mnQSfQ9yW8u6ALwQHzTMbbB1kSyhkOlyUPtR me@laptop";
    private static final String SECOND_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDKwZQ3ZyQfFkq9Yx1H7n5UQyq0m2WzVdF4m8Xw3pNab second";

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

    @Test
    void setsTheInstanceUpAsAskedAndPricesItsOwnDisk() {
        Api.Answer created = create(
                "vastai-1",
                "\"disk_gb\": 100, \"docker_image\": \"my/image:1\", \"on_start_cmd\": \"touch /started\","
                        + " \"env\": {\"HF_TOKEN\": \"top0secret0must0never0be0logged\"}, \"exposed_ports\": [8000, 8080],"
                        + " \"name\": \"mine\", \"tags\": {\"team\": \"a\"}, \"boot_timeout_minutes\": 30,"
                        + " \"max_price_per_hour\": 0.424");

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.text())
                .doesNotContain("top0secret0must0never0be0logged")
                .doesNotContain("touch /started");
        JsonNode session = created.json().path("session");
        assertThat(session.path("disk_gb").asInt()).isEqualTo(100);
        assertThat(session.path("price_per_hour").toString()).isEqualTo("0.424");
        JsonNode running = running(created);
        assertThat(running.path("api_ports").path("8000").asText()).matches("10\\.0\\.0\\.[0-9]+:18000");
        assertThat(running.path("api_ports").path("8080").asText()).endsWith(":18080");
        FakeMachine machine = machine(running);
        assertThat(machine.environment()).containsEntry("HF_TOKEN", "top0secret0must0never0be0logged");
        assertThat(machine.ranAtStart()).contains("touch /started");
    }

    @Test
    void takesTheConsumersOwnKeyAndMakesNone() {
        Api.Answer created = create("vastai-2", "\"ssh_public_key\": \"" + OWN_KEY + "\"");

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().has("ssh_private_key")).isFalse();
        assertThat(machine(running(created)).authorisedKeys("root")).contains(OWN_KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"disk_gb\": 10, \"max_price_per_hour\": 0.4 | 409 | price_changed",
                "\"max_price_per_hour\": 0.4119 | 409 | price_changed",
                "\"docker_image\": \"" + FakeProvider.UNKNOWN_IMAGE + "\" | 400 | unsupported_by_provider"
            })
    void refusesBeforeAnythingIsBoughtOrWritten(String field, int status, String type) {
        Api.Answer refused = create("vastai-3", field);

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.json().path("error_type").asText()).isEqualTo(type);
        assertThat(api.get("/api/v1/inventory/vastai-3").status()).isEqualTo(200);
        assertThat(parts.store.list(SessionQuery.newest(SessionFilter.EVERYTHING, 1_000)))
                .noneMatch(session -> session.terms().offer().providerOfferId().equals("3"));
    }

    @Test
    void namesBothPricesWhereTheOfferIsTooDear() {
        Api.Answer refused = create("vastai-4", "\"disk_gb\": 100, \"max_price_per_hour\": 0.42");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("price_per_hour").toString()).isEqualTo("0.424");
        assertThat(refused.json().path("max_price_per_hour").toString()).isEqualTo("0.42");
    }

    @Test
    void letsAnotherKeyInNowAndOnlyOnce() {
        Api.Answer created = create("vastai-5", "\"name\": \"keys\"");
        JsonNode running = running(created);
        String path = created.header("Location") + "/ssh-keys";

        Api.Answer added = api.post(path, "{\"ssh_public_key\": \"" + OWN_KEY + "\"}");
        Api.Answer again = api.post(path, "{\"ssh_public_key\": \"" + OWN_KEY + "\"}");

        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(machine(running).authorisedKeys("root")).containsOnlyOnce(OWN_KEY);
    }

    @Test
    void recordsAKeyThatComesBeforeTheInstanceLetsAnybodyIn() {
        Api.Answer created = create("vastai-6", "\"name\": \"early\"");
        String path = created.header("Location");

        Api.Answer added = api.post(path + "/ssh-keys", "{\"ssh_public_key\": \"" + SECOND_KEY + "\"}");

        assertThat(added.status()).as(added.text()).isIn(200, 202);
        JsonNode running = running(created);
        Eventually.holds(
                "the key is there",
                () -> machine(running).authorisedKeys("root").contains(SECOND_KEY));
    }

    @Test
    void takesKeysForActiveSessionsOnly() {
        Api.Answer created = create("vastai-7", "\"name\": \"over\"");
        String path = created.header("Location");
        api.delete(path);

        assertThat(api.post(path + "/ssh-keys", "{\"ssh_public_key\": \"" + OWN_KEY + "\"}")
                        .status())
                .isEqualTo(409);
        assertThat(api.post(path + "/ssh-keys", "{\"ssh_public_key\": \"ssh-rsa nonsense\"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.post(path + "/ssh-keys", "{}").json().path("error").asText())
                .isEqualTo("ssh_public_key is required");
        assertThat(api.post(SESSIONS + "/sess-aaaaaaaaaaaaaaaa/ssh-keys", "{\"ssh_public_key\": \"" + OWN_KEY + "\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void hearsTheAgentThatShowsTheSessionsTokenAndNobodyElse() {
        Api.Answer created = create("vastai-8", "\"name\": \"agent\"");
        JsonNode running = running(created);
        String path = created.header("Location");
        String token = machine(running).environment().get(SessionToken.VARIABLE);

        Api.Answer wrong = api.post(path + "/heartbeat", "{\"token\": \"guess\"}");
        Api.Answer idle = api.post(path + "/heartbeat", "{\"token\": \"" + token + "\", \"gpu_utilization\": 5}");
        boolean usedByThen = api.get(path + "/diagnostics").json().has("last_activity_at");
        Api.Answer busy = api.post(path + "/heartbeat", "{\"token\": \"" + token + "\", \"gpu_utilization\": 5.5}");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().path("error_type").asText()).isEqualTo("unauthorized");
        assertThat(idle.status()).as(idle.text()).isEqualTo(200);
        assertThat(usedByThen).isFalse();
        assertThat(busy.status()).isEqualTo(200);
        assertThat(api.get(path + "/diagnostics").json().has("last_activity_at"))
                .isTrue();
        assertThat(api.post(path + "/heartbeat", "{\"token\": \"" + token + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.post(path + "/heartbeat", "{\"gpu_utilization\": 101}")
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("token is required; gpu_utilization must be a percentage from 0 to 100");
        assertThat(api.post(SESSIONS + "/sess-aaaaaaaaaaaaaaaa/heartbeat", "{\"token\": \"x\"}")
                        .status())
                .isEqualTo(404);
        api.delete(path);
        assertThat(api.post(path + "/heartbeat", "{\"token\": \"" + token + "\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void showsWhatTheInstanceTellsOfItself() {
        Api.Answer created = create("vastai-9", "\"name\": \"looked at\"");
        running(created);

        JsonNode looked = api.get(created.header("Location") + "/diagnostics").json();

        assertThat(looked.path("ssh_available").asBoolean()).isTrue();
        assertThat(looked.path("api_endpoint").asText("absent")).isEmpty();
        assertThat(looked.path("gpus").get(0).path("name").asText()).isEqualTo("NVIDIA GeForce RTX 4090");
        assertThat(looked.path("gpus").get(0).path("temperature_c").asInt()).isEqualTo(34);
        assertThat(looked.path("disk").path("total_gb").asInt()).isEqualTo(50);
        assertThat(looked.path("host_key_fingerprint").asText()).startsWith("SHA256:");
        assertThat(List.of("ssh_login", "instance_figures", "gpus"))
                .isEqualTo(looked.path("checks").findValuesAsText("name"));
    }

    private static Api.Answer create(String offer, String fields) {
        return api.post(
                SESSIONS,
                "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer + "\", \"workload_type\": \"llm\","
                        + " \"reservation_hours\": 2, " + fields + "}");
    }

    private static JsonNode running(Api.Answer created) {
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String path = created.header("Location");
        Eventually.holds(
                "it runs",
                () -> "running".equals(api.get(path).json().path("status").asText()));
        return api.get(path).json();
    }

    private static FakeMachine machine(JsonNode session) {
        return parts.market.machine(new InstanceId(
                FakeParts.VASTAI, session.path("provider_instance_id").asText()));
    }
}
