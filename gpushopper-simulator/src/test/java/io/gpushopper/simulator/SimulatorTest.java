package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.market.TimingProfile;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    @Test
    void aPortInUseIsNamed() {
        try (TestSimulator first = TestSimulator.start()) {
            int port = first.simulator.port();
            SimulatorSettings same = TestSimulator.demo().port(port).build();

            assertThatThrownBy(() -> Simulator.start(same))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void pathsOutsideTheThreeSitesAreNotFound() {
        try (TestSimulator sim = TestSimulator.start()) {
            Client root = new Client("http://127.0.0.1:" + sim.simulator.port(), "key");

            assertThat(root.get("/").status()).isEqualTo(404);
            assertThat(root.get("/api/v0/instances/").status()).isEqualTo(404);
            assertThat(root.get("/vastai/_sim/state").status()).isEqualTo(404);
        }
    }

    @Test
    void theRealProfileShowsTheProvidersOwnDelays() {
        SimulatorSettings.Builder settings = SimulatorSettings.builder(TimingProfile.REAL)
                .seed(7)
                .offers(100)
                .rateLimitScale(BigDecimal.ZERO);
        try (TestSimulator sim = TestSimulator.start(settings)) {
            String id = sim.rented("mine");
            sim.vastAi.post("/api/v0/instances/" + id + "/ssh/", "{\"ssh_key\":\"ssh-rsa AAAAB3NzaC1yc2E= x\"}");

            assertThat(sim.vastInstance(id).isNull()).isFalse();
            sim.pass(Duration.ofSeconds(3));
            assertThat(sim.vastAi.get("/api/v1/instances/").json().path("instances"))
                    .hasSize(1);
            assertThat(status(sim, id)).isEqualTo("loading");
            sim.pass(Duration.ofSeconds(59));
            assertThat(status(sim, id)).isEqualTo("loading");
            sim.pass(Duration.ofSeconds(1));
            assertThat(status(sim, id)).isEqualTo("running");
            sim.pass(Duration.ofSeconds(20));
            JsonNode report = sim.awaitReport(id, r -> !r.path("ssh_accepts_at").isNull());
            assertThat(report.path("ssh_accepts_at").asText())
                    .isEqualTo(sim.time.instant().toString());
        }
    }

    private static String status(TestSimulator sim, String id) {
        return sim.vastInstance(id).path("actual_status").asText();
    }
}
