package io.gpushopper.sdk.wire;

/** The words that {@code workload_type} may be. */
public final class WorkloadTypes {
    /** Language models. */
    public static final String LLM = "llm";

    /** A model served by vLLM. */
    public static final String LLM_VLLM = "llm_vllm";

    /** A model served by TGI. */
    public static final String LLM_TGI = "llm_tgi";

    /** Training. */
    public static final String TRAINING = "training";

    /** Batch work. */
    public static final String BATCH = "batch";

    /** Work by hand. */
    public static final String INTERACTIVE = "interactive";

    /** Serving other models. */
    public static final String INFERENCE = "inference";

    /** A bare machine. */
    public static final String SSH = "ssh";

    /** Measurements. */
    public static final String BENCHMARK = "benchmark";

    private WorkloadTypes() {}
}
