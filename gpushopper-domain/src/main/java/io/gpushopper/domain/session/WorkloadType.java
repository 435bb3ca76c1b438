package io.gpushopper.domain.session;

import java.util.Locale;
import java.util.Optional;

/** What a consumer means to do with a session. */
public enum WorkloadType {
    LLM,
    TRAINING,
    BATCH,
    LLM_VLLM,
    LLM_TGI,
    INTERACTIVE,
    INFERENCE,
    SSH,
    BENCHMARK;

    /** The word on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty when the text is none of the words. */
    public static Optional<WorkloadType> parse(String word) {
        for (WorkloadType type : values()) {
            if (type.word().equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
