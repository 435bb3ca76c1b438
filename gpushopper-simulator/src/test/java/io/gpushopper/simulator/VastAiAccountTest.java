package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.http.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a customer does beside searching and renting: keys, volumes, payments, logs, reboots and bids. */
class VastAiAccountTest {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVsdHJhLXNlY3JldC1lbmdpbmUta2V5LW9mLXRlc3Rz a";

    private final TestSimulator simulator = TestSimulator.start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void givesNewInstancesTheKeysOfTheAccount() {
        assertThat(simulator.vastAi.get("/api/v0/ssh/").status()).isEqualTo(404);
        String before = simulator.rented("before");

        Reply added = simulator.vastAi.post("/api/v0/ssh/", "{\"ssh_key\":\"" + KEY + "\"}");

        long id = added.json().at("/key/id").asLong();
        assertThat(simulator
                        .vastAi
                        .get("/api/v0/ssh/")
                        .json()
                        .path(0)
                        .path("public_key")
                        .asText())
                .isEqualTo(KEY);
        assertThat(keysOf(simulator.rented("after"))).hasSize(1);
        assertThat(keysOf(before)).as("older ones stay as they are").isEmpty();
        assertThat(simulator.vastAi.post("/api/v0/ssh/", "{}").status()).isEqualTo(400);
        assertThat(simulator
                        .vastAi
                        .put("/api/v0/ssh/" + id + "/", "{\"ssh_key\":\"ssh-rsa B\"}")
                        .status())
                .isEqualTo(200);
        assertThat(simulator.vastAi.delete("/api/v0/ssh/" + id + "/").status()).isEqualTo(200);
        Reply again = simulator.vastAi.delete("/api/v0/ssh/" + id + "/");
        assertThat(again.status()).as("not 404").isEqualTo(400);
        assertThat(again.json().path("error").asText()).isEqualTo("no_ssh_key");
    }

    @Test
    void takesAKeyFromAnInstance() {
        String id = simulator.rented("keyed");
        simulator.vastAi.post("/api/v0/instances/" + id + "/ssh/", "{\"ssh_key\":\"" + KEY + "\"}");
        simulator.pass(Duration.ofMinutes(1));

        Reply removed = simulator.vastAi.delete("/api/v0/instances/" + id + "/ssh/1/");

        assertThat(removed.json().path("msg").asText()).isEqualTo("SSH key removed from instance.");
        assertThat(keysOf(id)).isEmpty();
        assertThat(simulator
                        .vastAi
                        .delete("/api/v0/instances/" + id + "/ssh/1/")
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("no_such_ssh_key");
        assertThat(simulator.vastAi.delete("/api/v0/instances/1/ssh/1/").status())
                .isEqualTo(404);
    }

    @Test
    void rebootsAnInstanceOnItsOwnGpusAndBillsThemMeanwhile() {
        String id = simulator.rented("rebooted");
        simulator.pass(Duration.ofMinutes(1));
        assertThat(simulator.vastInstance(id).path("actual_status").asText()).isEqualTo("running");

        assertThat(simulator
                        .vastAi
                        .put("/api/v0/instances/reboot/" + id + "/", "")
                        .json()
                        .path("success")
                        .asBoolean())
                .isTrue();

        JsonNode down = simulator.vastInstance(id);
        assertThat(down.path("actual_status").asText()).isEqualTo("exited");
        assertThat(down.path("intended_status").asText()).isEqualTo("running");
        assertThat(down.path("cur_state").asText()).isEqualTo("running");
        assertThat(down.has("ports")).isFalse();
        assertThat(simulator.report(id).path("billing").asBoolean()).isTrue();
        simulator.pass(Duration.ofMinutes(1));
        assertThat(simulator.vastInstance(id).path("actual_status").asText()).isEqualTo("running");
        assertThat(simulator.vastAi.put("/api/v0/instances/recycle/1/", "").status())
                .isEqualTo(404);
    }

    @Test
    void changesABidWithinItsBounds() {
        JsonNode offer = simulator
                .search("{\"type\":\"bid\",\"order\":[[\"dph_total\",\"asc\"]]}")
                .path(0);
        Reply rented = simulator.vastAi.put(
                "/api/v0/asks/" + offer.path("id").asLong() + "/",
                "{\"image\":\"x\",\"disk\":10,\"price\":"
                        + offer.path("min_bid").asText() + "}");
        String id = rented.json().path("new_contract").asText();

        String path = "/api/v0/instances/bid_price/" + id + "/";
        assertThat(simulator
                        .vastAi
                        .put(path, "{\"client_id\":\"me\",\"price\":2.5}")
                        .status())
                .isEqualTo(200);
        assertThat(simulator.vastInstance(id).path("dph_base").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(simulator
                        .vastAi
                        .put(path, "{\"price\":0}")
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("invalid_price");
    }

    @Test
    void writesLogsThatComeLateAndNeedNoKey() {
        String id = simulator.rented("logged");
        Reply asked = simulator.vastAi.put("/api/v0/instances/request_logs/" + id + "/", "{\"tail\":\"100\"}");
        String path = URI.create(asked.json().path("result_url").asText()).getPath();

        Client nobody = new Client(simulator.simulator.vastAiUrl(), "");
        String below = path.substring("/vastai".length());
        assertThat(nobody.get(below).status()).isEqualTo(404);
        assertThat(nobody.get(below).status()).isEqualTo(404);
        assertThat(nobody.get(below).body()).contains("instance " + id);
        assertThat(simulator
                        .vastAi
                        .put("/api/v0/instances/request_logs/1/", "{}")
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("invalid_id");
    }

    @Test
    void tellsPaymentsAlone() {
        Reply all = simulator.vastAi.get("/api/v1/invoices/?select_filters="
                + URLEncoder.encode("{\"when\":{\"gte\":0,\"lte\":99999999999}}", StandardCharsets.UTF_8));
        assertThat(all.json().at("/results/0/amount").decimalValue().signum())
                .as("a payment")
                .isNegative();
        Reply bad = simulator.vastAi.get("/api/v1/invoices/");
        assertThat(bad.status()).isEqualTo(200);
        assertThat(bad.json().path("error").asText()).isEqualTo("Invalid date range");
    }

    @Test
    void billsAVolumeUntilItIsDeleted() {
        JsonNode offer = simulator
                .vastAi
                .post("/api/v0/volumes/search/", "{}")
                .json()
                .path("offers")
                .path(0);
        Reply rented = simulator.vastAi.put(
                "/api/v0/volumes/", "{\"id\":" + offer.path("id") + ",\"size\":50,\"name\":\"data\"}");
        assertThat(rented.json().path("volume_name").asText()).isEqualTo("data");
        JsonNode volume = volumes().path(0);
        assertThat(volume.path("machine_id")).isEqualTo(offer.path("machine_id"));

        BigDecimal before = credit();
        simulator.pass(Duration.ofDays(30));
        BigDecimal month = volume.path("storage_cost").decimalValue().multiply(BigDecimal.valueOf(50));
        simulator.control.get("/state");
        assertThat(before.subtract(credit())).isCloseTo(month, within(new BigDecimal("0.001")));

        String path = "/api/v0/volumes/?id=" + volume.path("id").asText();
        assertThat(simulator.vastAi.delete(path).status()).isEqualTo(200);
        assertThat(simulator.vastAi.delete(path).json().path("error").asText()).isEqualTo("no_such_volume");
        assertThat(volumes()).isEmpty();
    }

    @Test
    void keepsTheVolumeThatAnOrderBroughtWhenItsInstanceEnds() {
        long ask = simulator.cheapest().path("id").asLong();
        String id = simulator
                .vastAi
                .put(
                        "/api/v0/asks/" + ask + "/",
                        "{\"image\":\"x\",\"disk\":10,\"volume_info\":{\"create_new\":true,\"size\":15}}")
                .json()
                .path("new_contract")
                .asText();
        assertThat(volumes()).hasSize(1);

        simulator.vastAi.delete("/api/v0/instances/" + id + "/");

        assertThat(volumes()).hasSize(1);
    }

    private JsonNode volumes() {
        return simulator
                .vastAi
                .get("/api/v0/volumes/?owner=me&type=all_volume")
                .json()
                .path("volumes");
    }

    private BigDecimal credit() {
        return simulator
                .vastAi
                .get("/api/v0/users/current/")
                .json()
                .path("credit")
                .decimalValue();
    }

    private Iterable<JsonNode> keysOf(String id) {
        return Json.parse(simulator
                        .vastAi
                        .get("/api/v0/instances/" + id + "/ssh/")
                        .json()
                        .path("ssh_keys")
                        .asText())
                .orElseThrow();
    }
}
