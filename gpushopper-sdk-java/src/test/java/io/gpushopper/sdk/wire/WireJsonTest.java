package io.gpushopper.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WireJsonTest {
    private final ObjectMapper mapper = WireJson.mapper();

    @Test
    void readsAndWritesTheOfferOfTheReferenceUnchanged() throws Exception {
        String json = """
            {"id":"vastai-12345","provider":"vastai","provider_id":"12345","gpu_type":"RTX 4090","gpu_count":1,\
            "vram_gb":24,"price_per_hour":0.45,"location":"US-West","reliability":0.98,"available":true,\
            "max_duration_hours":0,"fetched_at":"2026-01-29T12:00:00Z"}\
            """;

        OfferJson offer = mapper.readValue(json, OfferJson.class);

        assertThat(offer.pricePerHour()).isEqualTo(new BigDecimal("0.45"));
        assertThat(mapper.writeValueAsString(offer)).isEqualTo(json);
    }

    @Test
    void writesTheRequestOfTheReferenceWithNothingThatWasNotAskedFor() throws Exception {
        CreateSessionRequest request = CreateSessionRequest.builder(
                        "my-application", "vastai-12345", WorkloadTypes.LLM, 2)
                .idleThresholdMinutes(30)
                .storagePolicy("destroy")
                .build();

        assertThat(mapper.writeValueAsString(request))
                .isEqualTo("{\"consumer_id\":\"my-application\",\"offer_id\":\"vastai-12345\","
                        + "\"workload_type\":\"llm\",\"reservation_hours\":2,\"idle_threshold_minutes\":30,"
                        + "\"storage_policy\":\"destroy\"}");
    }

    @Test
    void carriesEveryFieldOfARequestThereAndBack() throws Exception {
        CreateSessionRequest request = CreateSessionRequest.builder("me", "o-1", "llm", 1)
                .idleThresholdMinutes(30)
                .storagePolicy("preserve")
                .launchMode("entrypoint")
                .dockerImage("image")
                .modelId("model")
                .exposedPorts(List.of(8000))
                .quantization("awq")
                .diskGb(60)
                .onStartCmd("echo hello")
                .env(Map.of("A", "b"))
                .sshPublicKey("ssh-ed25519 AAAA")
                .sshTimeoutMinutes(5)
                .bootTimeoutMinutes(10)
                .autoRetry(true)
                .maxRetries(2)
                .retryScope("any")
                .maxPricePerHour(new BigDecimal("0.5"))
                .maxTotalCost(new BigDecimal("10"))
                .templateHashId("t")
                .name("n")
                .tags(Map.of("team", "blue"))
                .preserveHours(72)
                .build();

        String json = mapper.writeValueAsString(request);

        assertThat(mapper.readValue(json, CreateSessionRequest.class)).isEqualTo(request);
        assertThat(mapper.readTree(json).size()).isEqualTo(CreateSessionRequest.class.getRecordComponents().length);
        assertThat(json).contains("\"max_total_cost\":10,");
    }

    @Test
    void readsTheStaleInventoryErrorOfTheReference() throws Exception {
        String json = """
            {"error":"offer unavailable due to stale inventory","error_type":"stale_inventory",\
            "offer_id":"vastai-12345","provider":"vastai","retry_suggested":true,\
            "message":"The selected offer is no longer available.","request_id":"r-1"}\
            """;

        ErrorJson error = mapper.readValue(json, ErrorJson.class);

        assertThat(error.errorType()).isEqualTo(ErrorType.STALE_INVENTORY);
        assertThat(mapper.writeValueAsString(error)).isEqualTo(json);
    }

    @Test
    void keepsWordsThatItDoesNotKnowAndIgnoresFieldsThatItDoesNotKnow() throws Exception {
        MessageJson message = mapper.readValue(
                "{\"message\":\"m\",\"session_id\":\"s\",\"status\":\"hibernating\",\"mood\":[1]}", MessageJson.class);

        assertThat(message.status()).isEqualTo(new SessionStatus("hibernating"));
        assertThat(mapper.writeValueAsString(message)).contains("\"status\":\"hibernating\"");
    }

    @ParameterizedTest
    @CsvSource({"0.450000, 0.45", "100, 100", "1E+2, 100", "0.000001, 0.000001", "0.000, 0", "1234.50, 1234.5"})
    void writesMoneyInFullWithoutTrailingZeros(String value, String written) throws Exception {
        assertThat(mapper.writeValueAsString(new BigDecimal(value))).isEqualTo(written);
    }

    @Test
    void readsMoneyToTheLastDigit() throws Exception {
        StorageJson storage =
                mapper.readValue("{\"kept\":true,\"price_per_hour\":0.1234567890123456789}", StorageJson.class);

        assertThat(storage.pricePerHour()).isEqualTo(new BigDecimal("0.1234567890123456789"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-29T12:00:00Z, 2026-01-29T12:00:00Z",
        "2026-01-29T13:00:00+01:00, 2026-01-29T12:00:00Z",
        "2026-01-29T12:00:00.250Z, 2026-01-29T12:00:00.250Z"
    })
    void readsTimesOfAnyOffsetAndWritesThemInUtc(String read, String written) throws Exception {
        ReadyJson ready = mapper.readValue("{\"ready\":true,\"timestamp\":\"" + read + "\"}", ReadyJson.class);

        assertThat(ready.timestamp()).isEqualTo(Instant.parse(written));
        assertThat(mapper.writeValueAsString(ready)).isEqualTo("{\"ready\":true,\"timestamp\":\"" + written + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consumer_id | 5",
                "consumer_id | 5.5",
                "consumer_id | true",
                "consumer_id | {}",
                "reservation_hours | \"2\"",
                "reservation_hours | \"\"",
                "reservation_hours | 2.0",
                "reservation_hours | 2.5",
                "reservation_hours | true",
                "reservation_hours | []",
                "reservation_hours | 99999999999",
                "auto_retry | \"true\"",
                "auto_retry | 1",
                "max_total_cost | \"1.5\"",
                "max_total_cost | false",
                "exposed_ports | 8000",
                "exposed_ports | [\"8000\"]",
                "exposed_ports | [null]",
                "exposed_ports | \"\"",
                "env | []",
                "env | {\"A\": 1}",
                "env | {\"A\": null}",
                "tags | \"a\""
            })
    void refusesAValueOfAnotherTypeAndNamesItsField(String field, String value) throws Exception {
        String json = "{\"" + field + "\": " + value + "}";
        JsonNode tree = mapper.readTree(json);

        for (JsonMappingException refusal : List.of(
                catchThrowableOfType(
                        JsonMappingException.class, () -> mapper.readValue(json, CreateSessionRequest.class)),
                catchThrowableOfType(
                        JsonMappingException.class, () -> mapper.treeToValue(tree, CreateSessionRequest.class)))) {
            assertThat(refusal.getPath()).isNotEmpty();
            assertThat(refusal.getPath().get(0).getFieldName()).isEqualTo(field);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-01-29", "2026-01-29T12:00:00", ""})
    void refusesWhatIsNotATimeAndNamesItsField(String text) {
        assertThatThrownBy(() -> mapper.readValue("{\"ready\":true,\"timestamp\":\"" + text + "\"}", ReadyJson.class))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"max_total_cost\": NaN}", "{\"max_total_cost\": Infinity}", "{} {}", "{", ""})
    void refusesWhatIsNotOneJsonValue(String text) {
        assertThatThrownBy(() -> mapper.readValue(text, CreateSessionRequest.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void takesNullForAbsent() throws Exception {
        CreateSessionRequest request = mapper.readValue(
                "{\"consumer_id\":null,\"reservation_hours\":null,\"env\":null,\"exposed_ports\":null}",
                CreateSessionRequest.class);

        assertThat(request.consumerId()).isNull();
        assertThat(request.reservationHours()).isNull();
        assertThat(request.env()).isEmpty();
        assertThat(request.exposedPorts()).isEmpty();
    }

    @Test
    void writesASessionsEmptyListsNotAtAllAndAnEmptyPageInFull() throws Exception {
        assertThat(mapper.writeValueAsString(new SessionListJson(List.of(), 0, 0, null)))
                .isEqualTo("{\"sessions\":[],\"count\":0,\"total\":0}");
        assertThat(mapper.writeValueAsString(new InventoryJson(List.of(), 0, 0, List.of())))
                .isEqualTo("{\"offers\":[],\"count\":0,\"total\":0}");
        assertThat(mapper.writeValueAsString(aSession().build())).doesNotContain("enforcement", "tags", "null");
    }

    @Test
    void carriesASessionThereAndBack() throws Exception {
        SessionJson session = aSession()
                .sshHost("127.0.0.1")
                .sshPort(2222)
                .apiPorts(Map.of("8000", "127.0.0.1:40000"))
                .enforcement(List.of(new EnforcementJson("idle", null, "blind", null)))
                .storage(new StorageJson(true, new BigDecimal("0.01"), "i-1", Instant.EPOCH))
                .errorType(ErrorType.SSH_TIMEOUT)
                .build();

        assertThat(mapper.readValue(mapper.writeValueAsString(session), SessionJson.class))
                .isEqualTo(session);
    }

    @Test
    void carriesADiagnosisThereAndBackWithTheFieldsOfTheReference() throws Exception {
        DiagnosticsJson diagnosis = DiagnosticsJson.builder("sess-1", SessionStatus.RUNNING)
                .provider("vastai")
                .gpuType("RTX 4090")
                .gpuCount(1)
                .sshHost("127.0.0.1")
                .sshPort(22)
                .sshUser("root")
                .launchMode("ssh")
                .apiEndpoint("")
                .createdAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .uptime("1h 30m")
                .timeToExpiry("30m")
                .sshAvailable(true)
                .note("n")
                .gpus(List.of(new GpuJson("RTX 4090", 24_564, 1, 0, 31)))
                .build();

        String json = mapper.writeValueAsString(diagnosis);

        assertThat(json).contains("\"api_endpoint\":\"\"");
        assertThat(mapper.readValue(json, DiagnosticsJson.class)).isEqualTo(diagnosis);
    }

    @Test
    void printsNoSecret() throws JsonProcessingException {
        SessionCreatedJson created = new SessionCreatedJson(aSession().build(), SecretText.of("PEM-TEXT"));
        CreateSessionRequest request = CreateSessionRequest.builder("me", "o-1", "llm", 1)
                .env(Map.of("TOKEN", "hf_secret"))
                .onStartCmd("login hf_secret")
                .build();

        assertThat(created.toString()).doesNotContain("PEM-TEXT");
        assertThat(request.toString()).contains("TOKEN").doesNotContain("hf_secret");
        assertThat(mapper.writeValueAsString(created)).contains("\"ssh_private_key\":\"PEM-TEXT\"");
    }

    private static SessionJson.Builder aSession() {
        return SessionJson.builder("sess-1", SessionStatus.PROVISIONING)
                .consumerId("me")
                .provider("vastai")
                .gpuType("RTX 4090")
                .gpuCount(1)
                .workloadType("llm")
                .reservationHours(2)
                .pricePerHour(new BigDecimal("0.45"))
                .createdAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH.plusSeconds(7200));
    }
}
