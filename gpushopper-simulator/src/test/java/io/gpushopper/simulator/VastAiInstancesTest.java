package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VastAiInstancesTest {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFZ7cB3V2lqkyq6kZ0nQ0kqZ5J4Y2JH3k7m1Vt3cQ2aX test";

    private final TestSimulator sim = TestSimulator.start();

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void anOfferThatIsBoughtIsGone() {
        JsonNode offer = sim.cheapest();

        Reply bought = sim.rent(offer, "first");
        Reply again = sim.rent(offer, "second");

        assertThat(bought.status()).isEqualTo(200);
        assertThat(Shape.differences(Shape.fixtureJson("vastai/create-success.json"), bought.json()))
                .isEmpty();
        assertThat(sim.cheapest().path("id")).isNotEqualTo(offer.path("id"));
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body())
                .isEqualTo(Shape.fixture("vastai/create-no-such-ask.json")
                        .replace("41200733", offer.path("id").asText()));
    }

    @Test
    void theContractsCreateRequestIsUnderstood() {
        JsonNode offer = sim.search("{\"disk_space\":{\"gte\":60}}").path(0);

        Reply reply = sim.vastAi.put(
                "/api/v0/asks/" + offer.path("id").asLong() + "/", Shape.fixture("vastai/create-request.json"));

        JsonNode instance = sim.vastInstance(reply.json().path("new_contract").asText());
        assertThat(instance.path("label").asText()).isEqualTo("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0");
        assertThat(instance.path("extra_env"))
                .isEqualTo(TestSimulator.json("[[\"TZ\",\"UTC\"],[\"-p 8000:8000\",\"1\"]]"));
        assertThat(instance.path("image_runtype").asText()).isEqualTo("ssh_direc ssh_proxy");
    }

    @Test
    void anInstanceComesUpStateByState() {
        String id = sim.rented("mine");
        sim.vastAi.post("/api/v0/instances/" + id + "/ssh/", "{\"ssh_key\":\"" + KEY + "\"}");

        assertThat(sim.vastInstance(id).path("actual_status").isNull()).isTrue();
        assertThat(sim.vastInstance(id).has("ports")).isFalse();
        sim.pass(Duration.ofSeconds(1));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("created");
        sim.pass(Duration.ofSeconds(1));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("loading");
        sim.pass(Duration.ofSeconds(2));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("running");
        assertThat(sim.report(id).path("ssh_accepts_at").isNull()).isTrue();
        sim.pass(Duration.ofSeconds(1));

        JsonNode report = sim.awaitReport(id, r -> !r.path("ssh_accepts_at").isNull());
        JsonNode instance = sim.vastInstance(id);
        assertThat(instance.path("ports")
                        .path("22/tcp")
                        .path(0)
                        .path("HostPort")
                        .asText())
                .isEqualTo(report.path("ssh_port").asText());
        assertThat(instance.path("public_ipaddr").asText()).isEqualTo("127.0.0.1\n");
    }

    @Test
    void aRunningInstanceLooksLikeTheContractsExample() {
        String id = sim.rented("mine");
        sim.pass(Duration.ofSeconds(5));

        Reply reply = sim.vastAi.get("/api/v0/instances/" + id);

        assertThat(Shape.differences(Shape.fixtureJson("vastai/get-running.json"), reply.json(), "geolocation"))
                .isEmpty();
    }

    @Test
    void theKeyOfASessionOpensTheMachine() throws Exception {
        String id = sim.rented("mine");

        Reply attached = sim.vastAi.post("/api/v0/instances/" + id + "/ssh/", "{\"ssh_key\":\"" + KEY + "\"}");

        assertThat(attached.body()).isEqualTo(Shape.fixture("vastai/attach-key-success.json"));
        assertThat(sim.vastAi.post("/api/v0/instances/1/ssh/", "{\"ssh_key\":\"" + KEY + "\"}"))
                .isEqualTo(new Reply(404, Shape.fixture("vastai/attach-key-no-such-instance.json")));
        assertThat(sim.vastAi.post("/api/v0/instances/" + id + "/ssh/", "{}").status())
                .isEqualTo(400);
        String keys = sim.vastAi
                .get("/api/v0/instances/" + id + "/ssh/")
                .json()
                .path("ssh_keys")
                .asText();
        assertThat(TestSimulator.json(keys).path(0).path("ssh_key").asText()).isEqualTo(KEY);
    }

    @Test
    void aDestroyedInstanceReadsAsNullAndCannotBeDestroyedAgain() {
        String id = sim.rented("mine");

        assertThat(sim.vastAi.delete("/api/v0/instances/" + id + "/"))
                .isEqualTo(new Reply(200, Shape.fixture("vastai/destroy-success.json")));

        assertThat(sim.vastAi.get("/api/v0/instances/" + id + "/"))
                .isEqualTo(new Reply(200, Shape.fixture("vastai/get-no-instance.json")));
        assertThat(sim.vastAi.delete("/api/v0/instances/" + id + "/"))
                .isEqualTo(new Reply(404, Shape.fixture("vastai/destroy-not-found.json")));
        assertThat(sim.report(id).path("billing").asBoolean()).isFalse();
        assertThat(sim.report(id).path("destroyed_at").isNull()).isFalse();
    }

    @Test
    void severalAreDestroyedAtOnce() {
        String one = sim.rented("one");
        String two = sim.rented("two");

        Reply reply =
                sim.vastAi.send("DELETE", "/api/v0/instances/", "{\"instance_ids\":[" + one + "," + two + ",12345]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(list("").path("total_instances").asInt()).isZero();
    }

    @Test
    void theListComesInPagesOfTwentyFiveThatNothingShifts() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ids.add(sim.rented("label-" + i % 2));
        }

        JsonNode first = list("");
        sim.vastAi.delete("/api/v0/instances/" + ids.get(0) + "/");
        JsonNode second = list("&after_token=" + first.path("next_token").asText());
        JsonNode third = list("&after_token=" + second.path("next_token").asText());

        assertThat(first.path("instances")).hasSize(25);
        assertThat(first.path("total_instances").asInt()).isEqualTo(60);
        assertThat(first.path("label_counts")).isEqualTo(TestSimulator.json("{\"label-0\":30,\"label-1\":30}"));
        assertThat(third.path("next_token").isNull()).isTrue();
        List<String> listed = new ArrayList<>();
        for (JsonNode page : List.of(first, second, third)) {
            page.path("instances")
                    .forEach(instance -> listed.add(instance.path("id").asText()));
        }
        assertThat(listed).containsExactlyElementsOf(ids);
    }

    @Test
    void theListIsFilteredByStoredColumnsOnly() {
        sim.rented("mine");
        sim.rented("other");

        JsonNode mine = list("&select_filters=" + encoded("{\"label\":{\"eq\":\"mine\"}}"));
        Reply computed = sim.vastAi.get("/api/v1/instances/?select_filters=" + encoded("{\"dph_total\":{\"lte\":1}}"));
        Reply badToken = sim.vastAi.get("/api/v1/instances/?after_token=nonsense");

        assertThat(mine.path("instances")).hasSize(1);
        assertThat(computed).isEqualTo(new Reply(400, Shape.fixture("vastai/list-computed-column.json")));
        assertThat(badToken.status()).isEqualTo(400);
        assertThat(badToken.json().path("error").asText()).isEqualTo("invalid_token");
    }

    @Test
    void theOlderListShowsEverythingAtOnce() {
        for (int i = 0; i < 30; i++) {
            sim.rented("mine");
        }

        JsonNode list = sim.vastAi.get("/api/v0/instances/?owner=me").json();

        assertThat(list.path("instances_found").asInt()).isEqualTo(30);
        assertThat(list.path("instances")).hasSize(30);
    }

    @Test
    void aStoppedInstanceExitsAndComesBack() {
        String id = sim.rented("mine");
        sim.pass(Duration.ofSeconds(5));

        sim.vastAi.put("/api/v0/instances/" + id + "/", "{\"state\":\"stopped\"}");
        sim.pass(Duration.ofSeconds(1));

        JsonNode stopped = sim.vastInstance(id);
        assertThat(stopped.path("actual_status").asText()).isEqualTo("exited");
        assertThat(stopped.path("intended_status").asText()).isEqualTo("stopped");
        assertThat(stopped.path("cur_state").asText()).isEqualTo("stopped");
        assertThat(stopped.has("ports")).isFalse();
        assertThat(sim.report(id).path("billing").asBoolean()).isTrue();

        sim.vastAi.put("/api/v0/instances/" + id + "/", "{\"state\":\"running\"}");
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("exited");
        assertThat(sim.vastInstance(id).path("intended_status").asText()).isEqualTo("running");
        sim.pass(Duration.ofSeconds(7));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("running");
    }

    @Test
    void aLabelCanBeChanged() {
        String id = sim.rented("mine");

        Reply reply = sim.vastAi.put("/api/v0/instances/" + id + "/", "{\"label\":\"x\"}");

        assertThat(reply.body())
                .isEqualTo(Shape.fixture("vastai/label-success.json").replace("12345", id));
        assertThat(sim.vastInstance(id).path("label").asText()).isEqualTo("x");
    }

    @Test
    void badOrdersAreRefused() {
        String ask = "/api/v0/asks/" + sim.cheapest().path("id").asLong() + "/";

        assertInvalid(sim.vastAi.put(ask, "{\"disk\":10}"), "image or template is required");
        assertInvalid(sim.vastAi.put(ask, "{\"image\":\"a\",\"disk\":2}"), "disk must be at least 8");
        assertInvalid(sim.vastAi.put(ask, "{\"image\":\"a\",\"disk\":90000}"), "disk is larger than disk_space");
        assertInvalid(
                sim.vastAi.put(ask, "{\"image\":\"a\",\"label\":\"" + "x".repeat(257) + "\"}"),
                "label must be at most 256 characters");
        assertInvalid(
                sim.vastAi.put(ask, "{\"image\":\"a\",\"onstart\":\"" + "x".repeat(5000) + "\"}"),
                "args and onstart must be at most 4096 characters");
        assertThat(sim.control.get("/instances").json().path("instances")).isEmpty();
    }

    @Test
    void withoutCreditNothingIsRentedAndEverythingStops() {
        String id = sim.rented("mine");
        sim.control.put("/settings", "{\"credit_usd\":0.001}");
        sim.control.post("/reset", "{}");
        String rich = sim.rented("mine");

        sim.pass(Duration.ofHours(10));
        Reply refused = sim.rent(sim.cheapest(), "second");

        assertThat(refused).isEqualTo(new Reply(400, Shape.fixture("vastai/create-insufficient-credit.json")));
        assertThat(sim.vastInstance(rich).path("intended_status").asText()).isEqualTo("stopped");
        assertThat(sim.vastInstance(id).isNull()).isTrue();
    }

    @Test
    void aBidBelowTheLowestLeavesAStoppedInstanceThatBills() {
        String ask = "/api/v0/asks/" + sim.cheapest().path("id").asLong() + "/";

        Reply reply = sim.vastAi.put(ask, "{\"image\":\"a\",\"disk\":10,\"price\":0.001}");

        assertThat(reply.json().path("success").asBoolean()).isFalse();
        String id = reply.json().path("new_contract").asText();
        assertThat(sim.vastInstance(id).path("intended_status").asText()).isEqualTo("stopped");
        assertThat(sim.report(id).path("billing").asBoolean()).isTrue();
    }

    private JsonNode list(String more) {
        return sim.vastAi.get("/api/v1/instances/?limit=25" + more).json();
    }

    private static String encoded(String json) {
        return URLEncoder.encode(json, StandardCharsets.UTF_8);
    }

    private static void assertInvalid(Reply reply, String what) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asText()).isEqualTo("invalid_args");
        assertThat(reply.json().path("msg").asText()).isEqualTo("error 400/3467: Invalid args: " + what);
        assertThat(reply.json().has("ask_id")).isTrue();
    }
}
