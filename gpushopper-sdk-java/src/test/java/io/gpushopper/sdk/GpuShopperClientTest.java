package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.errors.ProtocolException;
import io.gpushopper.sdk.errors.ServerException;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.InventoryJson;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.sdk.wire.WarningJson;
import io.gpushopper.sdk.wire.WireJson;
import io.gpushopper.sdk.wire.WorkloadTypes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GpuShopperClientTest {
    private static final CreateSessionRequest REQUEST = CreateSessionRequest.builder(
                    "my-application", "vastai-12345", WorkloadTypes.LLM, 2)
            .build();

    private final FakeTransport transport = new FakeTransport();
    private final GpuShopperClient client = GpuShopperClient.builder("http://gpu.example/shop/")
            .transport(transport)
            .retryPolicy(RetryPolicy.never())
            .build();

    @Test
    void listsOffersWithEveryFilter() {
        transport.answers(200, "{\"offers\":[" + Samples.OFFER + "],\"count\":1,\"total\":150}");

        InventoryJson page = client.inventory()
                .list(InventoryQuery.builder()
                        .provider("vastai")
                        .gpuType("RTX 4090")
                        .location("US")
                        .country("US")
                        .minVram(24)
                        .maxPrice(new BigDecimal("0.50"))
                        .maxPricePerGpu(new BigDecimal("1E+1"))
                        .minGpuCount(1)
                        .maxGpuCount(4)
                        .gpuCountExact(2)
                        .minReliability(new BigDecimal("0.9"))
                        .minAvailabilityConfidence(new BigDecimal("0.5"))
                        .minCuda("12.4")
                        .interruptible(false)
                        .sort(OfferSort.PRICE_DESCENDING)
                        .limit(10)
                        .offset(20)
                        .build());

        assertThat(page.total()).isEqualTo(150);
        assertThat(page.offers()).extracting(OfferJson::gpuType).containsExactly("RTX 4090");
        assertThat(transport.onlyCall())
                .hasToString("GET http://gpu.example/shop/api/v1/inventory?provider=vastai&gpu_type=RTX%204090"
                        + "&location=US&country=US&min_vram=24&max_price=0.50&max_price_per_gpu=10&min_gpu_count=1"
                        + "&max_gpu_count=4&gpu_count_exact=2&min_reliability=0.9&min_availability_confidence=0.5"
                        + "&min_cuda=12.4&interruptible=false&sort=-price&limit=10&offset=20");
    }

    @Test
    void asksForOffersAgainByTheTagOfThoseThatItKnows() {
        String page = "{\"offers\":[" + Samples.OFFER + "],\"count\":1,\"total\":1}";
        transport
                .answers(200, Map.of("etag", "W/\"one\""), page)
                .answers(304, Map.of("etag", "W/\"one\""), "")
                .answers(200, Map.of("etag", "W/\"two\""), page);

        Tagged<InventoryJson> known = client.inventory().listTagged(InventoryQuery.all());
        Optional<Tagged<InventoryJson>> unchanged = client.inventory().listIfChanged(InventoryQuery.all(), known);
        Optional<Tagged<InventoryJson>> changed = client.inventory().listIfChanged(InventoryQuery.all(), known);

        assertThat(known.tag()).contains("W/\"one\"");
        assertThat(unchanged).isEmpty();
        assertThat(changed.flatMap(Tagged::tag)).contains("W/\"two\"");
        assertThat(transport.calls())
                .extracting(call -> call.headers().get("If-None-Match"))
                .containsExactly(null, "W/\"one\"", "W/\"one\"");
    }

    @Test
    void asksForAnOfferAgainByATagThatWasKept() {
        transport.answers(304, "").answers(200, Samples.OFFER).answers(404, Samples.error("not_found"));
        Tagged<OfferJson> kept = Tagged.of(offer(), "W/\"kept\"");

        assertThat(client.inventory().getIfChanged("vastai-12345", kept)).isEmpty();
        Tagged<OfferJson> untagged =
                client.inventory().getIfChanged("vastai-12345", kept).orElseThrow();
        assertThat(untagged.tag()).isEmpty();
        assertThatThrownBy(() -> client.inventory().getIfChanged("vastai-12345", untagged))
                .isInstanceOf(NotFoundException.class);
        assertThat(transport.calls())
                .extracting(call -> call.headers().get("If-None-Match"))
                .containsExactly("W/\"kept\"", "W/\"kept\"", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "W/one", "\"a\"b\"", "\"a\r\nX: y\""})
    void refusesATagThatIsNone(String tag) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tagged.of("x", tag));
    }

    @Test
    void readsWarningsAboutProvidersThatFail() {
        transport.answers(200, """
                {"offers":[],"count":0,"total":0,"warnings":[
                 {"provider":"vastai","error_type":"provider_unavailable","message":"m","snapshot_age_seconds":240},
                 {"provider":"tensordock","error_type":"provider_auth_failed"}]}""");

        assertThat(client.inventory().list(InventoryQuery.all()).warnings())
                .containsExactly(
                        new WarningJson("vastai", ErrorType.PROVIDER_UNAVAILABLE, "m", 240L),
                        new WarningJson("tensordock", ErrorType.PROVIDER_AUTH_FAILED, null, null));
    }

    @Test
    void getsAnOfferWhateverItsIdHolds() {
        transport.answers(200, Samples.OFFER);

        assertThat(client.inventory().get("a/b?c d+é").id()).isEqualTo("vastai-12345");
        assertThat(transport.onlyCall())
                .hasToString("GET http://gpu.example/shop/api/v1/inventory/a%2Fb%3Fc%20d%2B%C3%A9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void refusesAnIdThatWouldNameSomethingElse(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> client.sessions().delete(id));
        assertThatIllegalArgumentException().isThrownBy(() -> client.inventory().get(id));
    }

    @Test
    void createsASessionAndHandsOutItsKey() {
        transport.answers(201, Samples.created());

        CreatedSession created = client.sessions().create(REQUEST);

        assertThat(created.id()).isEqualTo("sess-abc123");
        assertThat(created.session().status()).isEqualTo(SessionStatus.PROVISIONING);
        assertThat(created.privateKey().orElseThrow().pem()).isEqualTo(Samples.PEM);
        assertThat(created.isReplayed()).isFalse();
        HttpCall call = transport.onlyCall();
        assertThat(call).hasToString("POST http://gpu.example/shop/api/v1/sessions");
        assertThat(call.body())
                .hasValue("{\"consumer_id\":\"my-application\",\"offer_id\":\"vastai-12345\",\"workload_type\":\"llm\","
                        + "\"reservation_hours\":2}");
        assertThat(call.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("User-Agent", "gpushopper-sdk-java")
                .doesNotContainKeys("Idempotency-Key", "X-Request-ID", "Authorization");
    }

    @Test
    void createsASessionWithoutAKeyForAConsumerWhoHasOne() {
        transport.answers(201, "{\"session\":" + Samples.session("provisioning") + "}");

        assertThat(client.sessions().create(REQUEST).privateKey()).isEmpty();
    }

    @Test
    void sendsTheIdempotencyKeyAndTellsAReplay() {
        transport.answers(201, Map.of("idempotent-replayed", "true"), Samples.created());

        assertThat(client.sessions().create(REQUEST, "purchase-7").isReplayed()).isTrue();
        assertThat(transport.onlyCall().headers()).containsEntry("Idempotency-Key", "purchase-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nX: y", "é"})
    void refusesAnIdempotencyKeyThatIsNoHeader(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> client.sessions().create(REQUEST, key));
    }

    @Test
    void listsSessionsInSeveralStatuses() {
        transport.answers(200, "{\"sessions\":[" + Samples.session("running") + "],\"count\":1}");

        SessionQuery query = SessionQuery.builder()
                .consumerId("me & you")
                .status(SessionStatus.RUNNING)
                .status(SessionStatus.STOPPING)
                .provider("vastai")
                .createdAfter(Instant.EPOCH)
                .createdBefore(Instant.EPOCH.plusSeconds(1))
                .limit(5)
                .offset(1)
                .pageToken("t")
                .build();

        assertThat(client.sessions().list(query).sessions()).hasSize(1);
        assertThat(transport.onlyCall().uri().getRawQuery())
                .isEqualTo("consumer_id=me%20%26%20you&status=running&status=stopping&provider=vastai"
                        + "&created_after=1970-01-01T00%3A00%3A00Z&created_before=1970-01-01T00%3A00%3A01Z"
                        + "&limit=5&offset=1&page_token=t");
    }

    @Test
    void extendsASession() {
        transport.answers(
                200,
                "{\"message\":\"session extended\",\"session_id\":\"sess-abc123\","
                        + "\"new_expires_at\":\"2026-01-29T16:00:00Z\"}");

        assertThat(client.sessions().extend("sess-abc123", 2).newExpiresAt())
                .isEqualTo(Instant.parse("2026-01-29T16:00:00Z"));
        assertThat(transport.onlyCall()).hasToString("POST http://gpu.example/shop/api/v1/sessions/sess-abc123/extend");
        assertThat(transport.onlyCall().body()).hasValue("{\"additional_hours\":2}");
    }

    @Test
    void saysThatTheWorkIsDone() {
        transport.answers(200, "{\"message\":\"session shutdown initiated\",\"session_id\":\"sess-abc123\"}");

        assertThat(client.sessions().done("sess-abc123").message()).isEqualTo("session shutdown initiated");
        assertThat(transport.onlyCall()).hasToString("POST http://gpu.example/shop/api/v1/sessions/sess-abc123/done");
        assertThat(transport.onlyCall().body()).isEmpty();
    }

    @Test
    void tellsAFinishedDeleteFromOneThatGoesOn() {
        transport
                .answers(200, "{\"message\":\"session destroyed\",\"session_id\":\"s\"}")
                .answers(202, "{\"message\":\"session destruction in progress\",\"session_id\":\"s\"}");

        assertThat(client.sessions().delete("s")).isEqualTo(DeleteOutcome.DESTROYED);
        assertThat(client.sessions().delete("s")).isEqualTo(DeleteOutcome.IN_PROGRESS);
    }

    @Test
    void readsADiagnosis() {
        transport.answers(200, """
                {"session_id":"sess-abc123","status":"running","provider":"vastai","gpu_type":"RTX 4090","gpu_count":1,
                 "ssh_host":"192.168.1.100","ssh_port":22,"ssh_user":"root","launch_mode":"ssh","api_endpoint":"",
                 "created_at":"2026-01-29T12:00:00Z","expires_at":"2026-01-29T14:00:00Z","uptime":"1h 30m",
                 "time_to_expiry":"30m","ssh_available":true,"note":"n"}""");

        assertThat(client.sessions().diagnostics("sess-abc123").sshAvailable()).isTrue();
        assertThat(transport.onlyCall())
                .hasToString("GET http://gpu.example/shop/api/v1/sessions/sess-abc123/diagnostics");
    }

    @Test
    void readsTheReportOfAServerThatIsNotReady() {
        transport.answers(503, """
                        {"status":"unavailable","timestamp":"2026-01-29T12:00:00Z",
                         "services":{"lifecycle":"stopped","inventory":"ok","ready":"false",
                                     "providers":{"vastai":"unauthorized"}}}""").answers(503, "{\"ready\":false,\"timestamp\":\"2026-01-29T12:00:00Z\"}");

        assertThat(client.health().services().providers()).containsEntry("vastai", "unauthorized");
        assertThat(client.ready().ready()).isFalse();
        assertThat(transport.calls())
                .extracting(HttpCall::toString)
                .containsExactly("GET http://gpu.example/shop/health", "GET http://gpu.example/shop/ready");
    }

    @Test
    void takesAProxysAnswerForNoReport() {
        transport.answers(503, "<html>upstream is down</html>");

        assertThatThrownBy(client::health).isInstanceOf(ServerException.class);
    }

    @Test
    void showsItsTokenToTheServerAndToNobodyElse() {
        GpuShopperClient guarded = GpuShopperClient.builder("http://gpu.example")
                .transport(transport)
                .token("t0ken0must0never0be0logged")
                .build();
        transport.answers(200, Samples.session("running"));

        guarded.sessions().get("sess-abc123");

        assertThat(transport.onlyCall().headers()).containsEntry("Authorization", "Bearer t0ken0must0never0be0logged");
        assertThat(transport.onlyCall().toString()).doesNotContain("t0ken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GpuShopperClient.builder("http://gpu.example").token("s3cret0must0never0be0logged\n"))
                .withMessageNotContaining("s3cret");
    }

    @Test
    void namesItsRequestsAsTheCallerWants() {
        transport.answers(200, Samples.session("running")).answers(200, Samples.session("running"));
        GpuShopperClient named = client.withRequestId("job-7");

        named.sessions().get("sess-abc123");
        named.sessions().awaitRunning("sess-abc123", Duration.ofSeconds(1));

        assertThat(transport.calls())
                .allSatisfy(call -> assertThat(call.headers()).containsEntry("X-Request-ID", "job-7"));
        assertThatIllegalArgumentException().isThrownBy(() -> client.withRequestId("a b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://host", "http://me:pw@host", "http://host?x=1", "/path", "http://"})
    void refusesABaseUrlThatIsNone(String baseUrl) {
        assertThatIllegalArgumentException().isThrownBy(() -> GpuShopperClient.builder(baseUrl));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "<html>", "{\"id\":", "{\"id\":5}"})
    void saysThatASuccessCouldNotBeRead(String body) {
        transport.answers(200, body);

        assertThatThrownBy(() -> client.sessions().get("sess-abc123")).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIIEsecret",
                "{\"ssh_private_key\":\"MIIEsecret\"}",
                "{\"ssh_private_key\":\"MIIEsecret\",\"session\":{\"id\":",
                "{\"ssh_private_key\":MIIEsecret}",
                "{\"ssh_private_key\":{\"MIIEsecret\":1}}",
                "{\"session\":\"MIIEsecret\"}",
                "\"MIIEsecret\""
            })
    void letsNoKeyOutThroughAnAnswerThatCouldNotBeRead(String body) {
        transport.answers(201, body);

        assertThatThrownBy(() -> client.sessions().create(REQUEST)).satisfies(thrown -> {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).contains("ProtocolException").doesNotContain("MIIEsecret");
        });
    }

    @Test
    void printsNoKey() {
        transport.answers(201, Samples.created());

        CreatedSession created = client.sessions().create(REQUEST);

        assertThat(created.toString()).contains("sess-abc123").doesNotContain("MIIEsecret");
        assertThat(created.privateKey().toString()).doesNotContain("MIIEsecret");
        assertThat(new HttpAnswer(201, Map.of(), Samples.created()).toString()).doesNotContain("MIIEsecret");
    }

    private static OfferJson offer() {
        try {
            return WireJson.mapper().readValue(Samples.OFFER, OfferJson.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
