package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetupTest {
    @ParameterizedTest
    @CsvSource({
        "VLLM, , 1, --model owner/name --host 0.0.0.0 --port 8000 --tensor-parallel-size 1",
        "VLLM, awq, 4, --model owner/name --host 0.0.0.0 --port 8000 --tensor-parallel-size 4 --quantization awq",
        "TGI, , 2, --model-id owner/name --hostname 0.0.0.0 --port 8000 --num-shard 2",
        "TGI, eetq, 8, --model-id owner/name --hostname 0.0.0.0 --port 8000 --num-shard 8 --quantize eetq",
    })
    void splitsAModelOverAllGpus(ModelServer server, @Nullable String quantization, int gpus, String line) {
        Setup served = served(null, new ServedModel(server, "owner/name", quantization));

        assertThat(String.join(" ", served.arguments(gpus))).isEqualTo(line);
    }

    @Test
    void takesTheImageOfTheModelsServerUnlessTheConsumerHasOne() {
        ServedModel model = new ServedModel(ModelServer.TGI, "owner/name", null);

        assertThat(served(null, model).imageOr("usual"))
                .isEqualTo("ghcr.io/huggingface/text-generation-inference:latest");
        assertThat(served("mine:1", model).imageOr("usual")).isEqualTo("mine:1");
        assertThat(Setup.USUAL.imageOr("usual")).isEqualTo("usual");
    }

    @ParameterizedTest
    @CsvSource({"199, false", "200, true", "299, true", "302, false", "404, false", "503, false"})
    void believesAModelServerOnlyItsGoodHealth(int status, boolean serves) {
        Setup served = served(null, new ServedModel(ModelServer.VLLM, "owner/name", null));

        assertThat(served.healthCheck().path()).isEqualTo("/health");
        assertThat(served.healthCheck().isPassedBy(status)).isEqualTo(serves);
    }

    @ParameterizedTest
    @CsvSource({"200, true", "302, true", "401, true", "404, true", "499, true", "500, false", "502, false"})
    void takesAnyAnswerOfAnotherProgramButAnErrorOfItsOwn(int status, boolean serves) {
        assertThat(served("mine:1", null).healthCheck().isPassedBy(status)).isEqualTo(serves);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/name", "owner/", "a b", "owner/name/more", "owner/name --flag", "-v", "name\n", "../x"})
    void takesNothingForAModelThatIsNoName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ServedModel(ModelServer.VLLM, text, null));
    }

    @Test
    void refusesAQuantisationThatTheServerDoesNotKnow() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ServedModel(ModelServer.VLLM, "owner/name", "eetq"));
    }

    @Test
    void needsSomethingToLaunchAndAPortToServeAt() {
        assertThatIllegalArgumentException().isThrownBy(() -> Setup.serving(null, List.of(8000), null));
        assertThatIllegalArgumentException().isThrownBy(() -> Setup.serving("mine:1", List.of(), null));
    }

    private static Setup served(@Nullable String image, @Nullable ServedModel model) {
        return Setup.serving(image, List.of(8000), model);
    }
}
