package io.gpushopper.domain.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program that serves a language model over HTTP, with what its own image takes. */
public enum ModelServer {
    /** Its OpenAI-compatible server, as in its docs: Using Docker, Engine Arguments. */
    VLLM(
            "vllm/vllm-openai:latest",
            Set.of("awq", "awq_marlin", "gptq", "gptq_marlin", "mxfp4"),
            Set.of("bitsandbytes", "compressed-tensors", "fp8", "gguf"),
            "--model",
            "--host",
            "--tensor-parallel-size",
            "--quantization"),
    /** Text Generation Inference, as in its docs: Text-generation-launcher arguments. */
    TGI(
            "ghcr.io/huggingface/text-generation-inference:latest",
            Set.of("awq", "exl2", "gptq", "marlin"),
            Set.of("bitsandbytes", "bitsandbytes-fp4", "bitsandbytes-nf4", "eetq", "fp8"),
            "--model-id",
            "--hostname",
            "--num-shard",
            "--quantize");

    /** Where it listens, and any other program too, unless another port is asked for. */
    public static final int PORT = 8000;

    private final String image;
    // Both unmodifiable, which their type doesn't say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> ofFourBits;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> others;

    private final String modelFlag;
    private final String hostFlag;
    private final String gpusFlag;
    private final String quantizationFlag;

    ModelServer(
            String image,
            Set<String> ofFourBits,
            Set<String> others,
            String modelFlag,
            String hostFlag,
            String gpusFlag,
            String quantizationFlag) {
        this.image = image;
        this.ofFourBits = ofFourBits;
        this.others = others;
        this.modelFlag = modelFlag;
        this.hostFlag = hostFlag;
        this.gpusFlag = gpusFlag;
        this.quantizationFlag = quantizationFlag;
    }

    /** The server for such a workload: vLLM for a language model of which no more is said; empty when nothing serves it. */
    public static Optional<ModelServer> of(WorkloadType workload) {
        return switch (workload) {
            case LLM, LLM_VLLM -> Optional.of(VLLM);
            case LLM_TGI -> Optional.of(TGI);
            case TRAINING, BATCH, INTERACTIVE, INFERENCE, SSH, BENCHMARK -> Optional.empty();
        };
    }

    /** The image in which it comes. */
    public String image() {
        return image;
    }

    /** The words that it takes for how a model is quantised. */
    public Set<String> quantizations() {
        return Stream.concat(ofFourBits.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether what is quantised so lies on the disk with four bits a parameter; others lie there as their names tell. */
    boolean isOfFourBits(String quantization) {
        return ofFourBits.contains(quantization);
    }

    /** What the image's program is started with: the model split over all GPUs. Every argument is one word, for no shell reads them. */
    List<String> arguments(String model, @Nullable String quantization, int gpus, int port) {
        List<String> arguments = new ArrayList<>(
                List.of(modelFlag, model, hostFlag, "0.0.0.0", "--port", "" + port, gpusFlag, "" + gpus));
        if (quantization != null) {
            arguments.addAll(List.of(quantizationFlag, quantization));
        }
        return arguments;
    }
}
