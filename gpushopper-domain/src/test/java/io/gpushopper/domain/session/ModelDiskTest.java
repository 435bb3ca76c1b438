package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDiskTest {
    @ParameterizedTest(name = "{0} quantised as {1}: {2} GB")
    @CsvSource({
        "mistralai/Mistral-7B-Instruct-v0.3, , 27",
        "meta-llama/Llama-3.1-70B-Instruct, , 178",
        "meta-llama/Llama-3.1-405B-Instruct-FP8, , 496",
        "mistralai/Mixtral-8x7B-Instruct-v0.1, , 145",
        "Qwen/Qwen2.5-0.5B-Instruct, , 12",
        "Qwen/Qwen2.5-72B-Instruct-AWQ, awq, 62",
        "TheBloke/Llama-2-13B-chat-GPTQ, gptq, 20",
        "Qwen/Qwen3-235B-A22B, , 574",
        "HuggingFaceTB/SmolLM2-135M, , 11",
        "moonshotai/Kimi-K2-1T, , 2410",
        "Qwen/Qwen2.5-7B-Instruct-GPTQ-Int8, gptq, 19",
        "casperhansen/llama-3-8b-instruct-awq, , 16",
        "local-70b, awq, 61",
        "x/300x9999T, , 1000000",
    })
    void tellsWhatAModelNeedsByItsName(String name, @Nullable String quantization, int gb) {
        assertThat(ModelDisk.neededGb(new ServedModel(ModelServer.VLLM, name, quantization)))
                .hasValue(gb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp8", "bitsandbytes"})
    void countsWholeWeightsThatAreQuantisedOnlyInMemory(String quantization) {
        assertThat(ModelDisk.neededGb(new ServedModel(ModelServer.VLLM, "a/model-7B", quantization)))
                .hasValue(27);
    }

    @ParameterizedTest
    @ValueSource(strings = {"microsoft/phi-2", "openai-community/gpt2", "google/gemma-3n-E4B-it", "bigcode/starcoder"})
    void tellsNothingByANameThatTellsNothing(String name) {
        assertThat(ModelDisk.neededGb(new ServedModel(ModelServer.TGI, name, null)))
                .isEqualTo(OptionalInt.empty());
    }
}
