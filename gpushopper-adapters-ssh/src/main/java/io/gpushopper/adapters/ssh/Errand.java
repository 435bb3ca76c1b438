package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.ProbeStage;
import java.util.List;

/** What to do once logged in: one command, and what its output must show. Confined to one attempt. */
interface Errand {
    /** The command, for a POSIX shell. */
    String script();

    /** Takes the output, which may begin with whatever the machine greets with; whether it shows that the errand is done. */
    boolean isDone(String output);

    /** The GPUs that the output of an errand that is done names. */
    default List<String> gpus(String output) {
        return List.of();
    }

    /** How far an attempt came that logged in and did not get the errand done. */
    ProbeStage stage();

    /** What it is about, for a sentence such as {@code the key could not be added}. */
    String failure();
}
