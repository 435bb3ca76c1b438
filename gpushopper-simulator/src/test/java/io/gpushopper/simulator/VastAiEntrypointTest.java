package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Containers that run their image's own program: they have no login, and serve over HTTP once they have loaded. */
class VastAiEntrypointTest {
    private final TestSimulator sim = TestSimulator.start();

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void aModelIsServedOnceItIsLoadedAndNoSooner() {
        String id = rented("\"args\":[\"--model\",\"owner/name\",\"--port\",\"8000\"]");
        sim.pass(Duration.ofSeconds(4));
        JsonNode running = sim.vastInstance(id);
        Client served = served(running, 8000);

        assertThat(running.path("actual_status").asText()).isEqualTo("running");
        assertThat(running.path("image_runtype").asText()).isEqualTo("args");
        assertThat(running.path("image_args").path(1).asText()).isEqualTo("owner/name");
        assertThat(running.path("ports").has("22/tcp")).isFalse();
        assertThat(isSilent(served)).isTrue();

        sim.pass(Duration.ofSeconds(1));
        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("running");
        assertThat(served.get("/health").status()).isEqualTo(200);
        assertThat(served.get("/v1/models").json().at("/data/0/id").asText()).isEqualTo("owner/name");
        assertThat(served.get("/elsewhere").status()).isEqualTo(404);
    }

    @Test
    void anotherProgramAnswersAtEveryPortOfItsOwn() {
        String id = rented("\"args\":[]");
        sim.pass(Duration.ofSeconds(5));
        JsonNode running = sim.vastInstance(id);

        assertThat(served(running, 8000).get("/").status()).isEqualTo(200);
        assertThat(served(running, 9000).get("/").json().path("image").asText()).isEqualTo("mine:1");
    }

    @Test
    void nothingIsServedOnceTheInstanceHasEnded() {
        String id = rented("\"args\":[]");
        sim.pass(Duration.ofSeconds(5));
        Client served = served(sim.vastInstance(id), 8000);
        assertThat(served.get("/").status()).isEqualTo(200);

        sim.vastAi.delete("/api/v0/instances/" + id + "/");

        sim.awaitReport(id, report -> isSilent(served));
    }

    @Test
    void whatIsStartedAgainServesAgain() {
        String id = rented("\"args\":[]");
        sim.pass(Duration.ofSeconds(5));
        sim.vastAi.put("/api/v0/instances/" + id + "/", "{\"state\":\"stopped\"}");
        sim.pass(Duration.ofSeconds(2));
        sim.vastAi.put("/api/v0/instances/" + id + "/", "{\"state\":\"running\"}");
        sim.pass(Duration.ofSeconds(10));

        assertThat(served(sim.vastInstance(id), 8000).get("/").status()).isEqualTo(200);
    }

    private static boolean isSilent(Client served) {
        try {
            served.sendOrFail("GET", "/", "");
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private String rented(String arguments) {
        Reply reply = sim.vastAi.put(
                "/api/v0/asks/" + sim.cheapest().path("id").asLong() + "/",
                "{\"client_id\":\"me\",\"image\":\"mine:1\",\"disk\":10,\"runtype\":\"args\",\"label\":\"serves\","
                        + "\"env\":{\"-p 8000:8000\":\"1\",\"-p 9000:9000\":\"1\"}," + arguments + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().path("new_contract").asText();
    }

    private static Client served(JsonNode instance, int inside) {
        String port = instance.path("ports")
                .path(inside + "/tcp")
                .path(0)
                .path("HostPort")
                .asText();
        return new Client("http://127.0.0.1:" + port, "");
    }
}
