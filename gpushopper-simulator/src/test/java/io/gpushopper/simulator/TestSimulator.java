package io.gpushopper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.market.TimingProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A simulator whose time stands still, and what a test asks of it. */
final class TestSimulator implements AutoCloseable {

    static final String VAST_KEY = "vast-key";
    static final String TENSORDOCK_TOKEN = "tensordock-token";

    final SettableTime time = new SettableTime();
    final Simulator simulator;
    final Client vastAi;
    final Client tensorDock;
    final Client control;

    private TestSimulator(SimulatorSettings.Builder settings) {
        simulator = Simulator.start(settings.time(time).build());
        vastAi = new Client(simulator.vastAiUrl(), VAST_KEY);
        tensorDock = new Client(simulator.tensorDockUrl(), TENSORDOCK_TOKEN);
        control = new Client(simulator.controlUrl(), "");
    }

    /** With the providers' limits off. */
    static TestSimulator start() {
        return start(demo().rateLimitScale(BigDecimal.ZERO));
    }

    static TestSimulator start(SimulatorSettings.Builder settings) {
        return new TestSimulator(settings);
    }

    static SimulatorSettings.Builder demo() {
        return SimulatorSettings.builder(TimingProfile.DEMO).seed(7).offers(100);
    }

    JsonNode search(String query) {
        Reply reply = vastAi.post("/api/v0/bundles/", query);
        if (reply.status() != 200) {
            throw new AssertionError(reply);
        }
        return reply.json().path("offers");
    }

    /** The cheapest offer with a direct port. */
    JsonNode cheapest() {
        return search("{\"direct_port_count\":{\"gte\":2},\"order\":[[\"dph_total\",\"asc\"]]}")
                .path(0);
    }

    Reply rent(JsonNode offer, String label) {
        return vastAi.put(
                "/api/v0/asks/" + offer.path("id").asLong() + "/",
                "{\"client_id\":\"me\",\"image\":\"nvidia/cuda:12.6.3-runtime-ubuntu22.04\",\"disk\":10,"
                        + "\"runtype\":\"ssh_direct\",\"label\":\"" + label + "\"}");
    }

    String rented(String label) {
        Reply reply = rent(cheapest(), label);
        if (reply.status() != 200) {
            throw new AssertionError(reply);
        }
        return reply.json().path("new_contract").asText();
    }

    JsonNode vastInstance(String id) {
        return vastAi.get("/api/v0/instances/" + id + "/").json().path("instances");
    }

    void pass(Duration duration) {
        time.pass(duration);
    }

    JsonNode report(String id) {
        for (JsonNode instance : control.get("/instances").json().path("instances")) {
            if (instance.path("id").asText().equals(id)) {
                return instance;
            }
        }
        throw new AssertionError("The simulator never had " + id);
    }

    /** Asks until the report is as wanted, which happens off the clock: machines boot on their own threads. */
    JsonNode awaitReport(String id, Predicate<JsonNode> wanted) {
        for (int i = 0; i < 1_000; i++) {
            JsonNode report = report(id);
            if (wanted.test(report)) {
                return report;
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        throw new AssertionError("Not as wanted: " + report(id));
    }

    void fault(String json) {
        Reply reply = control.post("/faults", json);
        if (reply.status() != 201) {
            throw new AssertionError(reply);
        }
    }

    static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
