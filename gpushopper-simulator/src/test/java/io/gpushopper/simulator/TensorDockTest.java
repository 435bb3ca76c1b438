package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorDockTest {

    private final TestSimulator sim = TestSimulator.start();

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void locationsLookLikeTheContractsExample() {
        Reply reply = sim.tensorDock.get("/locations");

        assertThat(Shape.differences(Shape.fixtureJson("tensordock/locations.json"), reply.json()))
                .isEmpty();
        assertThat(reply.json().path("data").path("locations")).isNotEmpty();
    }

    @Test
    void hostnodesLookLikeTheContractsExample() {
        Reply reply = sim.tensorDock.get("/hostnodes");

        JsonNode example = Shape.fixtureJson("tensordock/hostnodes.json");
        assertThat(Shape.differences(example, reply.json())).isEmpty();
    }

    @Test
    void anInstanceSaysItRunsLongBeforeItHasAnAddress() {
        Reply created = create(order());

        assertThat(created.status()).isEqualTo(200);
        assertThat(Shape.differences(Shape.fixtureJson("tensordock/create-success.json"), created.json()))
                .isEmpty();
        String id = created.json().path("data").path("id").asText();
        assertThat(created.json().path("data").path("status").asText()).isEqualTo("running");
        assertThat(get(id).path("ipAddress").isNull()).isTrue();
        sim.pass(Duration.ofSeconds(2));
        assertThat(get(id).path("ipAddress").asText()).isEqualTo("127.0.0.1");
        sim.pass(Duration.ofSeconds(3));
        JsonNode report = sim.awaitReport(id, r -> !r.path("ssh_accepts_at").isNull());
        assertThat(get(id).path("portForwards"))
                .isEqualTo(TestSimulator.json("[{\"internal_port\":22,\"external_port\":"
                        + report.path("ssh_port").asText() + "}]"));
    }

    @Test
    void describeAndListLookLikeTheContractsExamples() {
        String id = created(order());
        sim.pass(Duration.ofSeconds(2));

        assertThat(Shape.differences(Shape.fixtureJson("tensordock/describe.json"), get(id)))
                .isEmpty();
        assertThat(Shape.differences(
                        Shape.fixtureJson("tensordock/list.json"),
                        sim.tensorDock.get("/instances").json()))
                .isEmpty();
    }

    @Test
    void theRateIsTheSumOfItsPartsWithNoise() {
        JsonNode row = sim.tensorDock
                .get("/locations")
                .json()
                .path("data")
                .path("locations")
                .path(0)
                .path("gpus")
                .path(0);

        String id = created(order());

        BigDecimal quoted = row.path("price_per_hr")
                .decimalValue()
                .add(new BigDecimal("0.024"))
                .add(new BigDecimal("0.064"))
                .add(new BigDecimal("0.005"));
        assertThat(get(id).path("rateHourly").decimalValue())
                .isEqualByComparingTo(
                        quoted.multiply(new BigDecimal("0.999998")).setScale(6, RoundingMode.HALF_UP));
    }

    @Test
    void theStockShrinksUntilNothingIsLeft() {
        int free = sim.tensorDock
                .get("/locations")
                .json()
                .at("/data/locations/0/gpus/0/max_count")
                .asInt();
        ObjectNode order = order();
        for (int i = 0; i < free; i++) {
            created(order);
        }

        Reply first = create(order);
        Reply second = create(order);

        String body = Shape.fixture("tensordock/create-e1-no-nodes.json");
        assertThat(first).isEqualTo(new Reply(200, body));
        assertThat(second).isEqualTo(new Reply(200, body.replace("400", "404")));
    }

    @Test
    void validationComesBeforeStock() {
        ObjectNode forwardless = order();
        attributes(forwardless).put("useDedicatedIp", false);
        ObjectNode unknownImage = order();
        attributes(unknownImage).put("image", "ubuntu9999");
        ObjectNode smallDisk = order();
        ((ObjectNode) attributes(smallDisk).path("resources")).put("storage_gb", 50);
        ObjectNode keyless = order();
        attributes(keyless).remove("ssh_key");

        assertThat(create(forwardless)).isEqualTo(new Reply(400, Shape.fixture("tensordock/create-e7-ssh-port.json")));
        Reply image = create(unknownImage);
        assertThat(image.status()).isEqualTo(400);
        assertThat(Shape.differences(Shape.fixtureJson("tensordock/create-e8-image.json"), image.json()))
                .isEmpty();
        assertThat(image.json().at("/0/path")).isEqualTo(TestSimulator.json("[\"data\",\"attributes\",\"image\"]"));
        assertThat(create(smallDisk)).isEqualTo(new Reply(400, Shape.fixture("tensordock/create-e9-storage.json")));
        assertThat(create(keyless).json().at("/0/path/2").asText()).isEqualTo("ssh_key");
        assertThat(sim.control.get("/instances").json().path("instances")).isEmpty();
    }

    @Test
    void aForwardedPortIsReplacedByAnother() {
        ObjectNode order = order();
        attributes(order).remove("useDedicatedIp");
        attributes(order)
                .set(
                        "port_forwards",
                        TestSimulator.json("[{\"internal_port\":22,\"external_port\":20010},"
                                + "{\"internal_port\":8000,\"external_port\":20011}]"));

        String id = created(order);

        JsonNode forwards = get(id).path("portForwards");
        assertThat(forwards).hasSize(2);
        assertThat(forwards.at("/0/external_port").asInt())
                .isEqualTo(sim.report(id).path("ssh_port").asInt());
        assertThat(forwards.at("/1/internal_port").asInt()).isEqualTo(8000);
    }

    @Test
    void aDeletedInstanceLingersAndIsGone() {
        String id = created(order());

        Reply deleted = sim.tensorDock.delete("/instances/" + id);

        assertThat(deleted).isEqualTo(new Reply(200, Shape.fixture("tensordock/destroy-success.json")));
        assertThat(get(id).path("status").asText()).isEqualTo("deleting");
        assertThat(sim.report(id).path("billing").asBoolean()).isTrue();
        sim.pass(Duration.ofSeconds(1));
        Reply gone = new Reply(404, Shape.fixture("tensordock/get-not-found.json"));
        assertThat(sim.tensorDock.get("/instances/" + id)).isEqualTo(gone);
        assertThat(sim.tensorDock.delete("/instances/" + id)).isEqualTo(gone);
        assertThat(sim.report(id).path("billing").asBoolean()).isFalse();
        assertThat(sim.tensorDock.get("/instances").body())
                .isEqualTo(Shape.fixture("tensordock/list-empty-array.json"));
    }

    @Test
    void aStoppedInstanceBillsOnAndStartsAgain() {
        String id = created(order());

        assertThat(sim.tensorDock.post("/instances/" + id + "/start", "").status())
                .isEqualTo(409);
        sim.tensorDock.post("/instances/" + id + "/stop", "");
        assertThat(get(id).path("status").asText()).isEqualTo("stopping");
        sim.pass(Duration.ofSeconds(1));
        assertThat(get(id).path("status").asText()).isEqualTo("stopped");
        assertThat(sim.report(id).path("billing").asBoolean()).isTrue();

        Reply started = sim.tensorDock.post("/instances/" + id + "/start", "");
        assertThat(Shape.differences(Shape.fixtureJson("tensordock/start-starting.json"), started.json()))
                .isEmpty();
        sim.pass(Duration.ofSeconds(1));
        assertThat(get(id).path("status").asText()).isEqualTo("running");
    }

    @Test
    void credentialsAreChecked() {
        Reply unauthorized = new Reply(401, Shape.fixture("tensordock/error-e10-unauthorized.txt"));

        assertThat(new Client(sim.simulator.tensorDockUrl(), "invalid-token").get("/instances"))
                .isEqualTo(unauthorized);
        assertThat(new Client(sim.simulator.tensorDockUrl(), "").get("/instances"))
                .isEqualTo(unauthorized);
    }

    @Test
    void theFirstApiKnowsTheBalance() {
        Client first = new Client(sim.simulator.tensorDockBalanceUrl(), "");
        created(order());

        Reply good = first.post("/billing/balance", "api_key=id&api_token=token");
        Reply bad = first.post("/billing/balance", "api_key=id&api_token=invalid");

        assertThat(Shape.differences(Shape.fixtureJson("tensordock/balance.json"), good.json()))
                .isEmpty();
        assertThat(good.json().path("hourly_cost").decimalValue()).isPositive();
        assertThat(bad.status()).isEqualTo(200);
        assertThat(Shape.differences(Shape.fixtureJson("tensordock/v0-failure.json"), bad.json()))
                .isEmpty();
    }

    @Test
    void anEmptyAccountRentsNothing() {
        sim.control.put("/settings", "{\"credit_usd\":0.5}");
        sim.control.post("/reset", "{}");

        assertThat(create(order())).isEqualTo(new Reply(200, Shape.fixture("tensordock/create-e6-no-money.json")));
    }

    @Test
    void aHundredCallsAMinuteAreAdmitted() {
        sim.control.put("/settings", "{\"rate_limit_scale\":1}");
        for (int i = 0; i < 100; i++) {
            assertThat(sim.tensorDock.get("/instances").status()).isEqualTo(200);
        }

        assertThat(sim.tensorDock.get("/locations"))
                .isEqualTo(new Reply(429, Shape.fixture("tensordock/error-e11-rate-limit.json")));
    }

    @Test
    void unknownPathsAndIdsAreNotFound() {
        assertThat(sim.tensorDock.get("/nothing").status()).isEqualTo(404);
        assertThat(sim.tensorDock.get("/instances/not-an-id").status()).isEqualTo(400);
        assertThat(sim.tensorDock.get("/instances/3f0d0c1a-7d52-4b7e-9d62-1b9f5f6f8a10"))
                .isEqualTo(new Reply(404, Shape.fixture("tensordock/get-not-found.json")));
    }

    /** The contract's own request, for the first location of the market. */
    private ObjectNode order() {
        JsonNode location = sim.tensorDock.get("/locations").json().at("/data/locations/0");
        ObjectNode order = (ObjectNode) Shape.fixtureJson("tensordock/create-request.json");
        attributes(order).put("location_id", location.path("id").asText());
        return order;
    }

    private static ObjectNode attributes(ObjectNode order) {
        return (ObjectNode) order.at("/data/attributes");
    }

    private Reply create(ObjectNode order) {
        return sim.tensorDock.post("/instances", order.toString());
    }

    private String created(ObjectNode order) {
        Reply reply = create(order);
        assertThat(reply.json().at("/data/id").asText()).as(reply.body()).isNotEmpty();
        return reply.json().at("/data/id").asText();
    }

    private JsonNode get(String id) {
        return sim.tensorDock.get("/instances/" + id).json();
    }
}
