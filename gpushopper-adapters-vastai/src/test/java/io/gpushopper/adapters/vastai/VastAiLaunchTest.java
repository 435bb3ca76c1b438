package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiExchange;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.PaceRule;
import io.gpushopper.adapters.http.Pacer;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.LaunchOutcome.Launched;
import io.gpushopper.domain.session.LaunchOutcome.Rejected;
import io.gpushopper.domain.session.LaunchOutcome.Unknown;
import io.gpushopper.domain.session.ModelServer;
import io.gpushopper.domain.session.ServedModel;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.testkit.SettableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VastAiLaunchTest {
    private static final InstanceId CREATED = new InstanceId(VastAiProviderFactory.ID, "36877001");

    private final VastAiErrors errors = new VastAiErrors(new Redactor(new ApiKey("k3y0must0never0be0logged")));

    @Test
    void asksForTheOfferAsTheContractSays() {
        Tag tag = Tag.parse("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0").orElseThrow();
        LaunchRequest request = new LaunchRequest(
                tag,
                new OfferId(VastAiProviderFactory.ID, "41200733"),
                "ssh_direct",
                60,
                List.of(new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVsdHJh")),
                Instant.EPOCH);

        JsonNode order = VastAiLaunch.order(request, "nvidia/cuda:12.6.3-runtime-ubuntu22.04");

        JsonNode sample = Fixtures.json("create-order.json").node();
        for (String field :
                List.of("client_id", "image", "disk", "label", "runtype", "cancel_unavail", "target_state")) {
            assertThat(order.get(field)).as(field).isEqualTo(sample.get(field));
        }
        assertThat(order.get("env").isObject()).isTrue();
        assertThat(order.get("onstart").asText())
                .contains("touch ~/.no_auto_tmux")
                .contains("env >> /etc/environment");
        assertThat(order.has("price")).as("a price makes it a bid").isFalse();
        assertThat(order.toString()).doesNotContain("ssh_key");
    }

    @Test
    void setsTheInstanceUpAsAsked() {
        JsonNode order = VastAiLaunch.order(
                request(new Setup("my/image:1", List.of(8000, 8080)), "echo started", Map.of("TOKEN", "a b")), "usual");

        assertThat(order.get("image").asText()).isEqualTo("my/image:1");
        assertThat(order.at("/env/TOKEN").asText()).isEqualTo("a b");
        assertThat(order.get("env").has("-p 8000:8000")).isTrue();
        assertThat(order.get("env").has("-p 8080:8080")).isTrue();
        assertThat(order.get("onstart").asText())
                .startsWith("touch ~/.no_auto_tmux; env >> /etc/environment; echo ZWNobyBzdGFydGVk | base64 -d > ");
    }

    @Test
    void beginsWithATemplateAndForcesTheRunTypeThatBringsSsh() {
        Setup template = new Setup(null, List.of(), new TemplateId("4e17788f74f075dd"));

        JsonNode order = VastAiLaunch.order(request(template, "entrypoint.sh", Map.of()), "usual");

        assertThat(order.get("template_hash_id").asText()).isEqualTo("4e17788f74f075dd");
        assertThat(order.has("image")).as("the template's own").isFalse();
        assertThat(order.get("runtype").asText()).isEqualTo("ssh_direct");

        Setup another = new Setup("my/image:1", List.of(), new TemplateId("4e17788f74f075dd"));
        assertThat(VastAiLaunch.order(request(another, "entrypoint.sh", Map.of()), "usual")
                        .get("image")
                        .asText())
                .isEqualTo("my/image:1");
    }

    @Test
    void sendsALongStartCommandInAVariableWithinWhatIsTaken() {
        String longest = "#".repeat(16 * 1024);
        Map<String, String> largest = Map.of("A", "x".repeat(4_090), "B", "x".repeat(4_090));

        JsonNode order = VastAiLaunch.order(request(Setup.USUAL, longest, largest), "usual");

        assertThat(order.get("onstart").asText().length()).isLessThan(4_096);
        assertThat(Base64.getDecoder().decode(order.at("/env/GPUSHOPPER_START").asText()))
                .hasSize(16 * 1024);
        assertThat(VastAiLaunch.unsupported(new LaunchTerms(0), Setup.USUAL, new SetupSecrets(longest, largest)))
                .isEmpty();
    }

    @Test
    void startsAServersImageWithItsArgumentsAndNoLogin() {
        Setup served = Setup.serving(
                null, List.of(8000), new ServedModel(ModelServer.VLLM, "mistralai/Mistral-7B-Instruct-v0.3", null));

        JsonNode order = VastAiLaunch.order(entrypoint(served, null), "usual");

        assertThat(order.get("runtype").asText()).isEqualTo("args");
        assertThat(order.get("image").asText()).isEqualTo("vllm/vllm-openai:latest");
        assertThat(order.get("args").toString())
                .isEqualTo(
                        "[\"--model\",\"mistralai/Mistral-7B-Instruct-v0.3\",\"--host\",\"0.0.0.0\",\"--port\",\"8000\","
                                + "\"--tensor-parallel-size\",\"4\"]");
        assertThat(order.get("env").has("-p 8000:8000")).isTrue();
        assertThat(order.has("onstart")).isFalse();
    }

    @Test
    void runsACommandInPlaceOfTheImagesProgramAndShowsNothingOfItInTheArguments() {
        Setup program = Setup.serving("my/image:1", List.of(9000), null);

        JsonNode order =
                VastAiLaunch.order(entrypoint(program, "serve --token top0secret0must0never0be0logged"), "usual");

        assertThat(order.get("onstart").asText()).isEqualTo("/bin/sh");
        assertThat(order.at("/args/0").asText()).isEqualTo("-c");
        assertThat(order.at("/args/1").asText())
                .contains("printenv GPUSHOPPER_START")
                .doesNotContain("top0secret0must0never0be0logged");
        assertThat(Base64.getDecoder().decode(order.at("/env/GPUSHOPPER_START").asText()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("serve --token top0secret0must0never0be0logged");
    }

    @Test
    void opensEveryPortOfAMachineThatNobodyLogsInto() {
        Setup program = Setup.serving("my/image:1", List.of(9000), null);

        assertThat(VastAiLaunch.unsupported(new LaunchTerms(1), program, SetupSecrets.NONE))
                .isEmpty();
        assertThat(VastAiLaunch.unsupported(new LaunchTerms(0), program, SetupSecrets.NONE))
                .hasValueSatisfying(why -> assertThat(why).startsWith("exposed_ports: "));
    }

    private static LaunchRequest entrypoint(Setup setup, @Nullable String command) {
        return new LaunchRequest(
                Tag.parse("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0").orElseThrow(),
                new OfferId(VastAiProviderFactory.ID, "41200733"),
                "ssh_direct 124",
                60,
                setup,
                new SetupSecrets(command, Map.of()),
                setup.arguments(4),
                List.of(),
                Instant.EPOCH);
    }

    @Test
    void opensNoMorePortsThanTheMachineHas() {
        Setup two = new Setup(null, List.of(8000, 8080));

        assertThat(VastAiLaunch.unsupported(new LaunchTerms(3), two, SetupSecrets.NONE))
                .isEmpty();
        assertThat(VastAiLaunch.unsupported(LaunchTerms.parse("ssh_direct 2"), two, SetupSecrets.NONE))
                .hasValueSatisfying(why -> assertThat(why).startsWith("exposed_ports: "));
        assertThat(VastAiLaunch.unsupported(LaunchTerms.parse("ssh_proxy"), two, SetupSecrets.NONE))
                .isPresent();
    }

    private static LaunchRequest request(Setup setup, String onStart, Map<String, String> environment) {
        return new LaunchRequest(
                Tag.parse("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0").orElseThrow(),
                new OfferId(VastAiProviderFactory.ID, "41200733"),
                "ssh_direct 124",
                60,
                setup,
                new SetupSecrets(onStart, environment),
                List.of(new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVsdHJh")),
                Instant.EPOCH);
    }

    @Test
    void isLaunchedWhenASuccessNamesTheInstance() {
        assertThat(outcome(200, Fixtures.text("create-success.json"))).isEqualTo(new Launched(CREATED));
    }

    @ParameterizedTest
    @CsvSource({
        "create-offer-gone-400.json, 400, OFFER_GONE",
        "create-offer-gone-400.json, 404, OFFER_GONE",
        "create-offer-gone-410.json, 410, OFFER_GONE",
        "create-no-credit-400.json, 400, INSUFFICIENT_FUNDS",
        "auth-unknown-key-404.json, 404, UNAUTHORIZED",
        "auth-no-header-403.json, 403, UNAUTHORIZED",
        "rate-limit-text-429.txt, 429, RATE_LIMITED",
        "rate-limit-message-429.json, 429, RATE_LIMITED",
        "bad-json-400.json, 400, INVALID_REQUEST",
        "start-queued-200.json, 200, OFFER_GONE"
    })
    void isRejectedByARefusalOfAKnownKind(String fixture, int status, ErrorKind kind) {
        assertThat(outcome(status, Fixtures.text(fixture))).isInstanceOfSatisfying(Rejected.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(kind);
            assertThat(refusal.created()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "410", "500"})
    void keepsTheInstanceThatARefusalNames(int status) {
        String body =
                "{\"success\":false,\"error\":\"invalid_price\",\"msg\":\"bid too low\",\"new_contract\":36877001}";

        assertThat(outcome(status, body))
                .isInstanceOfSatisfying(
                        Rejected.class, refusal -> assertThat(refusal.created()).isEqualTo(CREATED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"success":true}
            200 | {"success":true,"new_contract":0}
            200 | {"success":true,"new_contract":null}
            200 | {"success":false,"msg":"account suspended"}
            200 | {"success":tr
            200 | ''
            404 | ''
            404 | <html>not found</html>
            500 | {"success":false,"error":"internal"}
            502 | <html>Bad Gateway</html>
            503 | {"success":false,"error":"no_such_ask"}
            504 | ''
            308 | ''
            """)
    void isUnknownForEverythingElse(int status, String body) {
        assertThat(outcome(status, body)).isInstanceOf(Unknown.class);
    }

    @Test
    void isRejectedWhenNothingWasSentAndUnknownWhenTheAnswerWasLost() {
        ApiFailure failure = new ApiFailure(ErrorKind.UNAVAILABLE, "no connection", null);

        assertThat(VastAiLaunch.outcome(new ApiExchange.NotSent(failure)))
                .isEqualTo(new Rejected(ErrorKind.UNAVAILABLE, "no connection", null));
        assertThat(VastAiLaunch.outcome(new ApiExchange.Lost(failure))).isEqualTo(new Unknown("no connection"));
    }

    private LaunchOutcome outcome(int status, String body) {
        SettableClock clock = new SettableClock(Instant.EPOCH);
        Pacer pacer = new Pacer(PaceRule.every(Duration.ZERO), clock, clock::advance);
        ApiCall call = ApiCall.of("create", CallPriority.LAUNCH, pacer, "PUT", URI.create("http://127.0.0.1/"));
        ApiAnswer answer = Fixtures.answer(status, body);
        return VastAiLaunch.outcome(
                new ApiExchange.Answered(answer, errors.failureIn(call, answer).orElse(null)));
    }
}
