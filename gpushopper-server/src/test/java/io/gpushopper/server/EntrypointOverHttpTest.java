package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.testkit.Eventually;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions whose image serves by itself, and into which nobody logs. */
final class EntrypointOverHttpTest {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String OWN_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEK0ntn9mnQSfQ9yW8u6ALwQHzTMbbB1kSyhkOlyUPtR me@laptop";
    private static final String SERVED = "\"launch_mode\": \"entrypoint\", \"model_id\": \"mistralai/Mistral-7B-v0.3\"";
    private static final String PROGRAM =
            "\"launch_mode\": \"entrypoint\", \"docker_image\": \"my/image:1\", \"exposed_ports\": [9000, 9100]";

    private static final FakeParts parts = new FakeParts();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void servesAModelAndSaysWhere() {
        Api.Answer created = create("vastai-1", "llm_vllm", SERVED + ", \"quantization\": \"fp8\"");

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().has("ssh_private_key")).isFalse();
        JsonNode running = running(created);
        assertThat(running.path("launch_mode").asText()).isEqualTo("entrypoint");
        assertThat(running.path("model_id").asText()).isEqualTo("mistralai/Mistral-7B-v0.3");
        assertThat(running.path("api_endpoint").asText()).matches("http://10\\.0\\.0\\.[0-9]+:18000");
        assertThat(running.path("api_endpoint").asText())
                .endsWith(running.path("api_ports").path("8000").asText("absent"));
        assertThat(List.of("ssh_host", "ssh_port", "ssh_user", "host_key_fingerprint"))
                .noneMatch(running::has);
    }

    @Test
    void servesTheFirstPortOfAProgramOfTheConsumersOwn() {
        Api.Answer created = create("vastai-2", "batch", PROGRAM + ", \"on_start_cmd\": \"serve --secret\"");

        JsonNode running = running(created);

        assertThat(running.path("api_endpoint").asText()).endsWith(":19000");
        assertThat(running.path("api_ports").path("9100").asText()).endsWith(":19100");
        assertThat(running.has("model_id")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vastai-8 | llm | \"model_id\": \"mistralai/Mistral-7B-v0.3\"",
                "vastai-9 | training | \"docker_image\": \"my/image:1\"",
            })
    void servesAtPort8000WhereNoneIsAskedFor(String offer, String workload, String fields) {
        Api.Answer created = create(offer, workload, "\"launch_mode\": \"entrypoint\", " + fields);

        assertThat(running(created).path("api_endpoint").asText()).endsWith(":18000");
    }

    @Test
    void saysWhetherItServesNow() {
        Api.Answer created = create("vastai-3", "llm_tgi", SERVED);
        JsonNode running = running(created);

        JsonNode looked = api.get(created.header("Location") + "/diagnostics").json();

        assertThat(looked.path("ssh_available").asBoolean(true)).isFalse();
        assertThat(looked.path("api_endpoint")).isEqualTo(running.path("api_endpoint"));
        assertThat(looked.path("launch_mode").asText()).isEqualTo("entrypoint");
        assertThat(looked.path("ssh_host").asText("absent")).isEmpty();
        assertThat(looked.path("ssh_port").asInt(-1)).isZero();
        assertThat(looked.path("checks").get(0).path("name").asText()).isEqualTo("http_endpoint");
        assertThat(looked.path("checks").get(0).path("ok").asBoolean()).isTrue();
    }

    @Test
    void takesNoKeyForWhatNobodyLogsInto() {
        Api.Answer created = create("vastai-4", "llm_vllm", SERVED);

        Api.Answer refused =
                api.post(created.header("Location") + "/ssh-keys", "{\"ssh_public_key\": \"" + OWN_KEY + "\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asText()).startsWith("ssh_public_key needs launch_mode ssh");
    }

    @Test
    void givesTheSameAnswerAgainToTheSameRequest() {
        String body = body("vastai-5", "llm_vllm", SERVED);

        Api.Answer first = api.post(SESSIONS, body, "Idempotency-Key", "entrypoint-1");
        Api.Answer second = api.post(SESSIONS, body, "Idempotency-Key", "entrypoint-1");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json().path("session").path("id"))
                .isEqualTo(first.json().path("session").path("id"));
    }

    @Test
    void saysWhyADiskIsTooSmallForItsModel() {
        Api.Answer refused = create(
                "vastai-6",
                "llm_vllm",
                "\"launch_mode\": \"entrypoint\", \"model_id\": \"a/model-70B\", \"disk_gb\": 100");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error_type").asText()).isEqualTo("insufficient_disk");
        assertThat(refused.json().path("error").asText())
                .isEqualTo("disk_gb must be at least 178 for a/model-70B, going by its name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llm | \"launch_mode\": \"entrypoint\", \"exposed_ports\": [80] | docker_image is required with launch_mode entrypoint, unless model_id is given",
                "llm | \"model_id\": \"a/b\" | model_id needs launch_mode entrypoint: nobody logs in where a model is served",
                "batch | \"launch_mode\": \"entrypoint\", \"model_id\": \"a/b\" | model_id needs workload_type llm, llm_vllm or llm_tgi",
                "batch | \"launch_mode\": \"entrypoint\", \"docker_image\": \"a\", \"exposed_ports\": [22] | exposed_ports must be at most 16 different ports from 1 to 65535, without 22, which is always open",
                "llm_tgi | \"launch_mode\": \"entrypoint\", \"model_id\": \"a/b --flag\" | invalid model_id: must be a name as Hugging Face gives them, such as owner/name, got \"a/b --flag\"",
                "llm_tgi | \"launch_mode\": \"entrypoint\", \"model_id\": \"a/b\", \"quantization\": \"AWQ\" | invalid quantization: must be one of awq, bitsandbytes, bitsandbytes-fp4, bitsandbytes-nf4, eetq, exl2, fp8, gptq, marlin, got \"AWQ\"",
                "llm_vllm | \"launch_mode\": \"entrypoint\", \"model_id\": \"a/b\", \"on_start_cmd\": \"x\" | on_start_cmd does not go with model_id, whose server has its own command",
                "llm_vllm | \"launch_mode\": \"entrypoint\", \"model_id\": \"a/b\", \"idle_threshold_minutes\": 5 | idle_threshold_minutes needs launch_mode ssh: without a login its use is not seen",
                "llm_vllm | \"launch_mode\": \"entrypoint\", \"model_id\": \"a/b\", \"ssh_public_key\": \"" + OWN_KEY
                        + "\" | ssh_public_key needs launch_mode ssh: nobody logs in",
                "llm_vllm | \"launch_mode\": \"entrypoint\", \"model_id\": \"a/b\", \"template_hash_id\": \"4e17788f74f075dd\" | template_hash_id needs launch_mode ssh",
                "batch | \"launch_mode\": \"entrypoint\", \"docker_image\": \"a -v /x:/y\", \"exposed_ports\": [80] | invalid docker_image: must be the name of an image of at most 1024 characters, got \"a -v /x:/y\"",
                "batch | \"env\": {\"-v vol:/data\": \"1\"} | invalid env: a name is at most 128 letters, digits and _, and begins with no digit, got \"-v vol:/data\"",
                "batch | \"exposed_ports\": [\"-v vol:/data\"] | invalid exposed_ports: must be a list of integers, got \"a list\"",
            })
    void refusesWhatMakesNoSenseAndNamesTheField(String workload, String fields, String message) {
        Api.Answer refused = create("vastai-7", workload, fields);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("error").asText()).isEqualTo(message);
        assertThat(api.get("/api/v1/inventory/vastai-7").status()).isEqualTo(200);
    }

    private static Api.Answer create(String offer, String workload, String fields) {
        return api.post(SESSIONS, body(offer, workload, fields));
    }

    private static String body(String offer, String workload, String fields) {
        return "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer + "\", \"workload_type\": \"" + workload
                + "\", \"reservation_hours\": 2, " + fields + "}";
    }

    private static JsonNode running(Api.Answer created) {
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String path = created.header("Location");
        Eventually.holds(
                "it runs",
                () -> "running".equals(api.get(path).json().path("status").asText()));
        return api.get(path).json();
    }
}
