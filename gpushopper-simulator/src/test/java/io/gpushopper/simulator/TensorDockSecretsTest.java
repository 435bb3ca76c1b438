package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorDockSecretsTest {

    private final TestSimulator simulator = TestSimulator.start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void keepsKeysWithoutTellingThemAgain() {
        JsonNode added = simulator
                .tensorDock
                .post(
                        "/secrets",
                        "{\"data\":{\"type\":\"secret\",\"attributes\":{\"type\":\"SSHKEY\",\"name\":\"k1\","
                                + "\"value\":\"ssh-ed25519 AAAA x\"}}}")
                .json()
                .path("data");

        assertThat(added.path("name").asText()).isEqualTo("k1");
        Reply list = simulator.tensorDock.get("/secrets");
        assertThat(list.json().at("/data/secrets")).hasSize(1);
        assertThat(list.body()).doesNotContain("AAAA");
        String path = "/secrets/" + added.path("id").asText();
        assertThat(simulator.tensorDock.get(path).json().at("/data/type").asText())
                .isEqualTo("SSHKEY");
        assertThat(simulator.tensorDock.delete(path).status()).isEqualTo(200);
        assertThat(simulator.tensorDock.get(path).status()).isEqualTo(404);
        assertThat(simulator.tensorDock.delete(path).status()).isEqualTo(404);
    }

    @Test
    void refusesWhatIsNoSecret() {
        assertThat(simulator
                        .tensorDock
                        .post("/secrets", "{\"data\":{\"attributes\":{\"type\":\"LETTER\",\"value\":\"x\"}}}")
                        .status())
                .isEqualTo(400);
        assertThat(simulator.tensorDock.post("/secrets", "no json").status()).isEqualTo(400);
    }
}
