package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.errors.ApiException;
import io.gpushopper.sdk.wire.CheckJson;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.DiagnosticsJson;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.WorkloadTypes;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A session that serves a model at the simulated Vast.ai, and into which nobody logs. */
class EntrypointTest {
    private static final String MODEL = "mistralai/Mistral-7B-Instruct-v0.3";

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open(Duration.ofSeconds(3)).started();
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    @Test
    void servesItsModelFromTheMomentItRunsUntilItsEnd() {
        CreatedSession created =
                stage.client().sessions().create(serving("vastai", MODEL).build());
        assertThat(created.privateKey()).isEmpty();

        SessionJson running = stage.awaitRunning(created.id());

        String endpoint = Objects.requireNonNull(running.apiEndpoint());
        assertThat(endpoint).isEqualTo("http://" + running.apiPorts().get("8000"));
        assertThat(running.modelId()).isEqualTo(MODEL);
        assertThat(running.sshHost()).isNull();
        Http.Answer models = Http.get(endpoint + "/v1/models");
        assertThat(models.status()).isEqualTo(200);
        assertThat(models.json().at("/data/0/id").asText()).isEqualTo(MODEL);

        DiagnosticsJson looked = stage.client().sessions().diagnostics(created.id());
        assertThat(looked.sshAvailable()).isFalse();
        assertThat(looked.apiEndpoint()).isEqualTo(endpoint);
        assertThat(looked.checks()).allMatch(CheckJson::ok);

        stage.client().sessions().delete(created.id());
        stage.awaitStopped(created.id());
        stage.assertNothingBills(created.id());
    }

    @Test
    void isNotToBeHadWhereOnlyVirtualMachinesAre() {
        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> stage.client()
                        .sessions()
                        .create(serving("tensordock", MODEL).build()));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorType()).contains(ErrorType.UNSUPPORTED_BY_PROVIDER);
        assertThat(refused).hasMessageContaining("launch_mode: TensorDock rents out virtual machines");
    }

    @Test
    void saysWhyADiskIsTooSmallForTheModel() {
        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> stage.client()
                        .sessions()
                        .create(serving("vastai", "meta-llama/Llama-3.1-70B-Instruct")
                                .diskGb(60)
                                .build()));

        assertThat(refused.errorType()).contains(ErrorType.INSUFFICIENT_DISK);
        assertThat(refused).hasMessageContaining("disk_gb must be at least 178");
    }

    private static CreateSessionRequest.Builder serving(String provider, String model) {
        return CreateSessionRequest.builder("server", stage.offer(provider).id(), WorkloadTypes.LLM_VLLM, 1)
                .launchMode("entrypoint")
                .modelId(model);
    }
}
