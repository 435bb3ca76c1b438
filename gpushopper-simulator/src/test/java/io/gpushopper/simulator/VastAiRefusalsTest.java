package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VastAiRefusalsTest {

    private final TestSimulator sim = TestSimulator.start(TestSimulator.demo());

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void aCallWithoutKeyNeedsLogin() {
        Client nobody = new Client(sim.simulator.vastAiUrl(), "");

        assertThat(nobody.get("/api/v0/users/current/"))
                .isEqualTo(new Reply(403, Shape.fixture("vastai/auth-login-required.json")));
    }

    @Test
    void aSearchNeedsNoKey() {
        Client nobody = new Client(sim.simulator.vastAiUrl(), "");

        assertThat(nobody.post("/api/v0/bundles/", "{}").status()).isEqualTo(200);
    }

    @Test
    void anInvalidKeyIsRefusedWithFourHundredAndFour() {
        Client stranger = new Client(sim.simulator.vastAiUrl(), "invalid-key");
        Reply refusal = new Reply(404, Shape.fixture("vastai/auth-invalid-user-key.json"));

        assertThat(stranger.get("/api/v0/users/current/")).isEqualTo(refusal);
        assertThat(stranger.get("/api/v0/instances/1/")).isEqualTo(refusal);
        assertThat(stranger.post("/api/v0/bundles/", "{}")).isEqualTo(refusal);
    }

    @Test
    void anyOtherKeyIsTheOneAccount() {
        Client other = new Client(sim.simulator.vastAiUrl(), "another-key");

        assertThat(other.get("/api/v0/users/current/").json().path("id"))
                .isEqualTo(sim.vastAi.get("/api/v0/users/current").json().path("id"));
    }

    @Test
    void anUnknownPathIsNotFound() {
        assertThat(sim.vastAi.get("/api/v0/nothing/").status()).isEqualTo(404);
        assertThat(sim.vastAi.get("/api/v0/nothing/").json().isObject()).isTrue();
    }

    @Test
    void callsCloserThanTheEndpointsIntervalAreRefused() {
        assertThat(list().status()).isEqualTo(200);
        sim.pass(Duration.ofMillis(900));
        assertThat(list().status()).isEqualTo(429);
        sim.pass(Duration.ofMillis(900));
        assertThat(list().status()).isEqualTo(429);
        sim.pass(Duration.ofMillis(1000));
        assertThat(list().status()).isEqualTo(200);
    }

    @Test
    void eachEndpointHasItsOwnInterval() {
        assertThat(list().status()).isEqualTo(200);
        assertThat(sim.vastAi.get("/api/v0/instances/1/").status()).isEqualTo(200);
        assertThat(sim.vastAi.delete("/api/v0/instances/1/").status()).isEqualTo(404);
        assertThat(sim.vastAi.delete("/api/v0/instances/2/").status()).isEqualTo(429);
    }

    @Test
    void tenSearchesAMinuteAreAdmitted() {
        for (int i = 0; i < 10; i++) {
            assertThat(sim.vastAi.post("/api/v0/bundles/", "{}").status()).isEqualTo(200);
        }
        assertThat(sim.vastAi.post("/api/v0/bundles/", "{}").status()).isEqualTo(429);
        sim.pass(Duration.ofMinutes(1));
        assertThat(sim.vastAi.post("/api/v0/bundles/", "{}").status()).isEqualTo(200);
    }

    @Test
    void refusalsTakeTheFourFormsInTurn() {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            bodies.add(sim.rent(TestSimulator.json("{\"id\":1}"), "x").body());
        }

        assertThat(bodies.subList(1, 5))
                .containsExactly(
                        Shape.fixture("vastai/rate-limit-detail.json").replace("2.0", "4.5"),
                        Shape.fixture("vastai/rate-limit-code.json").replace("3.0", "4.5"),
                        Shape.fixture("vastai/rate-limit-text.txt"),
                        Shape.fixture("vastai/rate-limit-message.json"));
    }

    @Test
    void scaleStretchesTheLimitsAndZeroLiftsThem() {
        sim.control.put("/settings", "{\"rate_limit_scale\":0.1}");
        assertThat(list().status()).isEqualTo(200);
        sim.pass(Duration.ofMillis(100));
        assertThat(list().status()).isEqualTo(200);
        assertThat(list().status()).isEqualTo(429);

        sim.control.put("/settings", "{\"rate_limit_scale\":0}");
        assertThat(list().status()).isEqualTo(200);
        assertThat(list().status()).isEqualTo(200);
    }

    @Test
    void theCapCanBeLifted() {
        sim.control.put("/settings", "{\"search_cap\":0}");

        assertThat(sim.search("{\"verified\":{\"in\":[true,false]}}")).hasSize(80);
    }

    @Test
    void theAccountShowsWhatIsLeft() {
        BigDecimal before = credit();
        sim.rented("mine");
        sim.pass(Duration.ofHours(1));

        assertThat(credit()).isLessThan(before);
    }

    private BigDecimal credit() {
        sim.pass(Duration.ofSeconds(2));
        return sim.vastAi.get("/api/v0/users/current/").json().path("credit").decimalValue();
    }

    private Reply list() {
        return sim.vastAi.get("/api/v1/instances/");
    }
}
