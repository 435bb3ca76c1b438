package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VastAiTemplatesTest {

    private final TestSimulator simulator = TestSimulator.start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void listsTemplatesByFilter() {
        assertThat(simulator
                        .vastAi
                        .get("/api/v0/template/")
                        .json()
                        .path("templates_found")
                        .asInt())
                .isEqualTo(8);
        JsonNode recommended = found("{\"recommended\":{\"eq\":true}}");
        assertThat(recommended.size()).isEqualTo(6);
        recommended.forEach(
                template -> assertThat(template.path("recommended").asBoolean()).isTrue());
        String hash = recommended.path(1).path("hash_id").asText();
        assertThat(found("{\"hash_id\":{\"eq\":\"" + hash + "\"}}").path(0)).isEqualTo(recommended.path(1));
        assertThat(found("{\"hash_id\":{\"eq\":\"none\"}}")).isEmpty();
        assertThat(simulator.vastAi.get("/api/v0/template?select_filters=x").status())
                .isEqualTo(400);
    }

    @Test
    void beginsAnInstanceWithOne() {
        JsonNode template = found("{\"name\":{\"eq\":\"PyTorch notebook\"}}").path(0);

        JsonNode instance =
                rented("{\"template_hash_id\":\"" + template.path("hash_id").asText()
                        + "\",\"disk\":20,\"runtype\":\"ssh_direct\",\"env\":{\"JUPYTER\":\"off\",\"MORE\":\"1\"}}");

        assertThat(instance.path("template_id")).isEqualTo(template.path("id"));
        assertThat(instance.path("template_hash_id")).isEqualTo(template.path("hash_id"));
        assertThat(instance.path("template_name")).isEqualTo(template.path("name"));
        assertThat(instance.path("image_uuid").asText()).isEqualTo("pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime");
        assertThat(instance.path("image_runtype").asText()).isEqualTo("ssh_direc ssh_proxy");
        assertThat(instance.path("onstart").asText()).isEqualTo("touch /root/template-started");
        assertThat(instance.path("extra_env").toString())
                .contains("[\"-p 8080:8080\",\"1\"]")
                .contains("[\"DATA_DIRECTORY\",\"/my workspace\"]")
                .contains("[\"JUPYTER\",\"off\"]")
                .contains("[\"MORE\",\"1\"]");
    }

    @Test
    void bringsNoSshWhereTheTemplateSaysSoAndTheOrderDoesNot() {
        String hash = found("{\"name\":{\"eq\":\"Large model server\"}}")
                .path(0)
                .path("hash_id")
                .asText();

        JsonNode instance = rented("{\"template_hash_id\":\"" + hash + "\",\"disk\":20}");

        assertThat(instance.path("image_runtype").asText()).isEqualTo("args");
    }

    @Test
    void refusesATemplateThatIsNotThere() {
        Reply reply = simulator.vastAi.put(
                "/api/v0/asks/" + simulator.cheapest().path("id").asLong() + "/",
                "{\"template_hash_id\":\"none\",\"disk\":20}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asText()).isEqualTo("invalid_args");
        assertThat(reply.json().path("msg").asText()).contains("no such template none");
    }

    private JsonNode found(String filters) {
        return simulator
                .vastAi
                .get("/api/v0/template/?select_filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8)
                        + "&select_cols=%5B%22*%22%5D")
                .json()
                .path("templates");
    }

    private JsonNode rented(String order) {
        Reply reply = simulator.vastAi.put(
                "/api/v0/asks/" + simulator.cheapest().path("id").asLong() + "/", order);
        return simulator.vastInstance(reply.json().path("new_contract").asText());
    }
}
