package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final TestSimulator sim = TestSimulator.start();

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void aStatusIsAnsweredAsOftenAsAsked() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"list\",\"kind\":\"status\",\"times\":2,\"status\":502,"
                + "\"body\":\"<html>Bad Gateway</html>\",\"content_type\":\"text/html\"}");

        assertThat(list()).isEqualTo(new Reply(502, "<html>Bad Gateway</html>"));
        assertThat(list().status()).isEqualTo(502);
        assertThat(list().status()).isEqualTo(200);
    }

    @Test
    void aStatusWithoutEffectLeavesNothing() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"create\",\"kind\":\"status\",\"status\":502}");

        assertThat(sim.rent(sim.cheapest(), "mine").status()).isEqualTo(502);

        assertThat(live()).isZero();
    }

    @Test
    void aStatusAfterTheEffectLeavesAnInstance() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"create\",\"kind\":\"status\",\"status\":502,"
                + "\"after_effect\":true}");

        assertThat(sim.rent(sim.cheapest(), "mine").status()).isEqualTo(502);

        assertThat(live()).isEqualTo(1);
    }

    @Test
    void aConnectionDroppedBeforeTheEffectLeavesNothing() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"create\",\"kind\":\"drop_before_effect\"}");
        JsonNode offer = sim.cheapest();

        assertThatThrownBy(() -> put(offer)).isInstanceOf(IOException.class);

        assertThat(live()).isZero();
    }

    @Test
    void aConnectionDroppedAfterTheEffectLeavesAnInstance() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"create\",\"kind\":\"drop_after_effect\"}");
        JsonNode offer = sim.cheapest();

        assertThatThrownBy(() -> put(offer)).isInstanceOf(IOException.class);

        assertThat(live()).isEqualTo(1);
    }

    @Test
    void aDroppedConnectionHidesARefusalToo() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"create\",\"kind\":\"drop_after_effect\"}");

        assertThatThrownBy(() -> sim.vastAi.sendOrFail("PUT", "/api/v0/asks/1/", "{\"image\":\"a\"}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aLostDestroySaysSuccessAndLeavesTheInstance() {
        String id = sim.rented("mine");
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"destroy\",\"kind\":\"lost_effect\"}");

        assertThat(sim.vastAi.delete("/api/v0/instances/" + id + "/").status()).isEqualTo(200);
        assertThat(live()).isEqualTo(1);
        assertThat(sim.vastAi.delete("/api/v0/instances/" + id + "/").status()).isEqualTo(200);
        assertThat(live()).isZero();
    }

    @Test
    void aLostCreateNamesAnInstanceThatIsNotThere() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"create\",\"kind\":\"lost_effect\"}");

        Reply reply = sim.rent(sim.cheapest(), "mine");

        assertThat(reply.json().path("success").asBoolean()).isTrue();
        assertThat(sim.vastInstance(reply.json().path("new_contract").asText()).isNull())
                .isTrue();
        assertThat(live()).isZero();
    }

    @Test
    void aLostReadShowsNothing() {
        String id = sim.rented("mine");
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"list\",\"kind\":\"lost_effect\"}");
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"get\",\"kind\":\"lost_effect\"}");

        assertThat(list().json().path("total_instances").asInt()).isZero();
        assertThat(sim.vastInstance(id).isNull()).isTrue();
        assertThat(list().json().path("total_instances").asInt()).isEqualTo(1);
        assertThat(sim.vastInstance(id).isNull()).isFalse();
    }

    @Test
    void aRateLimitIsAnsweredInTheProvidersWords() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"get\",\"kind\":\"rate_limit\"}");
        sim.fault("{\"provider\":\"tensordock\",\"operation\":\"search\",\"kind\":\"rate_limit\"}");

        assertThat(sim.vastAi.get("/api/v0/instances/1/").status()).isEqualTo(429);
        assertThat(sim.tensorDock.get("/locations").body())
                .isEqualTo(Shape.fixture("tensordock/error-e11-rate-limit.json"));
    }

    @Test
    void aDelayedCallStillTakesEffect() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"create\",\"kind\":\"delay\",\"delay_seconds\":0.05}");

        assertThat(sim.rent(sim.cheapest(), "mine").status()).isEqualTo(200);
        assertThat(live()).isEqualTo(1);
    }

    @Test
    void aRefusalCanBeWrittenAsJson() {
        sim.fault("{\"provider\":\"tensordock\",\"operation\":\"list\",\"kind\":\"status\",\"status\":200,"
                + "\"body\":{\"data\":\"oops\"}}");

        assertThat(sim.tensorDock.get("/instances")).isEqualTo(new Reply(200, "{\"data\":\"oops\"}"));
    }

    @Test
    void faultsCanBeReadAndLifted() {
        sim.fault("{\"provider\":\"vastai\",\"operation\":\"list\",\"kind\":\"rate_limit\",\"times\":9}");
        sim.fault("{\"provider\":\"tensordock\",\"operation\":\"list\",\"kind\":\"rate_limit\",\"times\":9}");

        assertThat(sim.control.get("/state").json().path("faults")).hasSize(2);
        assertThat(sim.control
                        .delete("/faults?provider=vastai")
                        .json()
                        .path("removed")
                        .asInt())
                .isEqualTo(1);
        assertThat(list().status()).isEqualTo(200);
        sim.control.delete("/faults");
        assertThat(sim.tensorDock.get("/instances").status()).isEqualTo(200);
    }

    @Test
    void aFaultThatMakesNoSenseIsRefused() {
        assertThat(sim.control.post("/faults", "{\"provider\":\"other\"}").status())
                .isEqualTo(400);
        assertThat(sim.control
                        .post("/faults", "{\"provider\":\"vastai\",\"operation\":\"list\",\"kind\":\"status\"}")
                        .json()
                        .path("error")
                        .asText())
                .contains("status must be");
        assertThat(sim.control
                        .post(
                                "/faults",
                                "{\"provider\":\"vastai\",\"operation\":\"list\",\"kind\":\"rate_limit\",\"times\":\"abc\"}")
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("times must be a whole number, 1 or more");
        assertThat(sim.control.post("/faults", "[").status()).isEqualTo(400);
    }

    private Reply list() {
        return sim.vastAi.get("/api/v1/instances/");
    }

    private void put(JsonNode offer) throws IOException {
        sim.vastAi.sendOrFail("PUT", "/api/v0/asks/" + offer.path("id").asLong() + "/", "{\"image\":\"a\"}");
    }

    private int live() {
        int live = 0;
        for (JsonNode instance : sim.control.get("/instances").json().path("instances")) {
            live += instance.path("destroyed_at").isNull() ? 1 : 0;
        }
        return live;
    }
}
