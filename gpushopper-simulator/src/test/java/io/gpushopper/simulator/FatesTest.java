package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.market.Fate;
import io.gpushopper.simulator.market.ProviderName;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an instance that was told so before it was rented. */
class FatesTest {

    private static final Duration LONG = Duration.ofMinutes(30);

    private final TestSimulator simulator = TestSimulator.start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "never_reports | null | running | true",
                "never_runs | loading | running | true",
                "container_fails | created | running | true",
                "pull_fails | loading | running | true",
                "false_alarm | running | running | true",
                "exits | exited | running | true",
                "goes_offline | offline | running | false",
                "goes_silent | unknown | running | true",
                "outbid | exited | stopped | true",
                "no_direct_ports | running | running | true",
                "no_keys | running | running | true"
            })
    void endsSoAtVastAi(String kind, String status, String intended, boolean bills) {
        fate("vastai", kind);

        String id = simulator.rented("fated");
        live();

        JsonNode instance = simulator.vastInstance(id);
        assertThat(instance.path("actual_status").asText()).isEqualTo(status);
        assertThat(instance.path("intended_status").asText()).isEqualTo(intended);
        assertThat(instance.path("ports").has("22/tcp"))
                .isEqualTo(!kind.equals("no_direct_ports") && status.equals("running"));
        assertThat(simulator.report(id).path("billing").asBoolean()).isEqualTo(bills);
    }

    @Test
    void saysWhyAContainerOrImageFailed() {
        fate("vastai", "container_fails");
        fate("vastai", "pull_fails");
        String container = simulator.rented("one");
        String image = simulator.rented("two");
        live();

        assertThat(simulator.vastInstance(container).path("status_msg").asText())
                .contains("OCI runtime create failed");
        assertThat(simulator.vastInstance(image).path("status_msg").asText()).contains("manifest unknown");
    }

    @Test
    void isSpentByAsManyInstancesAsItWasMeantFor() {
        simulator.control.post("/fates", "{\"provider\":\"vastai\",\"kind\":\"never_runs\",\"times\":2}");

        String first = simulator.rented("first");
        String second = simulator.rented("second");
        String third = simulator.rented("third");
        live();

        assertThat(status(first)).isEqualTo("loading");
        assertThat(status(second)).isEqualTo("loading");
        assertThat(status(third)).isEqualTo("running");
    }

    @ParameterizedTest
    @CsvSource({
        "stops, stopped, true",
        "reclaimed, stoppeddisassociated, true",
        "no_address, running, true",
        "no_forwards, running, true",
        "no_driver, running, true",
        "no_keys, running, true"
    })
    void endsSoAtTensorDock(String kind, String status, boolean bills) {
        fate("tensordock", kind);

        String id = rentedAtTensorDock();
        live();

        JsonNode instance = simulator.tensorDock.get("/instances/" + id).json();
        assertThat(instance.path("status").asText()).isEqualTo(status);
        assertThat(instance.path("ipAddress").isNull()).isEqualTo(kind.equals("no_address"));
        assertThat(instance.path("portForwards").isEmpty()).isEqualTo(kind.equals("no_forwards"));
        assertThat(simulator.report(id).path("billing").asBoolean()).isEqualTo(bills);
    }

    @Test
    void vanishesFromListingsAndFromTheBill() {
        fate("vastai", "vanishes");
        fate("tensordock", "vanishes");
        String atVastAi = simulator.rented("gone");
        String atTensorDock = rentedAtTensorDock();
        live();

        assertThat(simulator.vastInstance(atVastAi).isNull()).isTrue();
        assertThat(simulator.tensorDock.get("/instances/" + atTensorDock).status())
                .isEqualTo(404);
        assertThat(simulator.report(atVastAi).path("billing").asBoolean()).isFalse();
        assertThat(simulator.report(atTensorDock).path("billing").asBoolean()).isFalse();
    }

    @Test
    void canBeReadAndTakenBack() {
        fate("vastai", "exits");

        JsonNode told = simulator.control.get("/fates").json().path("fates").path(0);
        assertThat(told.path("kind").asText()).isEqualTo("exits");
        assertThat(simulator.control.get("/state").json().path("fates")).hasSize(1);
        simulator.control.delete("/fates");
        assertThat(simulator.control.get("/fates").json().path("fates")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"provider\":\"vastai\",\"kind\":\"stops\"}",
                "{\"provider\":\"tensordock\",\"kind\":\"outbid\"}",
                "{\"provider\":\"vastai\",\"kind\":\"nothing\"}",
                "{\"provider\":\"nobody\",\"kind\":\"exits\"}",
                "{\"provider\":\"vastai\",\"kind\":\"exits\",\"times\":0}",
                "{\"provider\":\"vastai\",\"kind\":\"exits\",\"times\":\"abc\"}",
                "{\"provider\":\"vastai\",\"kind\":\"exits\",\"times\":1.5}",
                "{\"provider\":\"vastai\",\"kind\":\"exits\",\"times\":null}",
                "{\"provider\":\"vastai\",\"kind\":\"exits\",\"after_seconds\":-1}"
            })
    void isRefusedWhenItIsNone(String json) {
        assertThat(simulator.control.post("/fates", json).status()).isEqualTo(400);
    }

    @Test
    void namesThoseThatThereAre() {
        assertThat(simulator
                        .control
                        .post("/fates", "{\"provider\":\"tensordock\",\"kind\":\"nothing\"}")
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo(
                        "kind must be one of stops, reclaimed, vanishes, no_address, no_forwards, no_driver, no_keys");
    }

    @Test
    void areAllTakenByTheirProvider() {
        Arrays.stream(Fate.Kind.values())
                .forEach(kind -> assertThat(Arrays.stream(ProviderName.values())
                                .anyMatch(provider -> simulator
                                                .control
                                                .post(
                                                        "/fates",
                                                        "{\"provider\":\"" + provider.word() + "\",\"kind\":\""
                                                                + kind.word() + "\"}")
                                                .status()
                                        == 201))
                        .as(kind.word())
                        .isTrue());
    }

    /** What follows from what happens is planned when somebody looks. */
    private void live() {
        simulator.pass(LONG);
        simulator.control.get("/state");
        simulator.pass(LONG);
    }

    private String status(String id) {
        return simulator.vastInstance(id).path("actual_status").asText();
    }

    private void fate(String provider, String kind) {
        Reply reply = simulator.control.post(
                "/fates", "{\"provider\":\"" + provider + "\",\"kind\":\"" + kind + "\",\"after_seconds\":10}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    }

    private String rentedAtTensorDock() {
        JsonNode place = simulator.tensorDock.get("/locations").json().at("/data/locations/0");
        Reply reply = simulator.tensorDock.post("/instances", """
                {"data":{"type":"virtualmachine","attributes":{"name":"fated","type":"virtualmachine","image":"ubuntu2204",
                 "location_id":"%s","resources":{"vcpu_count":4,"ram_gb":16,"storage_gb":100,"gpus":{"%s":{"count":1}}},
                 "port_forwards":[{"internal_port":22,"external_port":20010}],"ssh_key":"ssh-ed25519 AAAA x"}}}
                """.formatted(
                        place.path("id").asText(),
                        place.path("gpus").path(0).path("v0Name").asText()));
        String id = reply.json().path("data").path("id").asText();
        assertThat(id).as(reply.body()).isNotEmpty();
        return id;
    }
}
