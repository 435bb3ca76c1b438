package io.gpushopper.server.sessions;

import io.gpushopper.domain.session.LaunchMode;
import io.gpushopper.domain.session.ModelServer;
import io.gpushopper.domain.session.ServedModel;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.server.http.Problems;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a create that say how its instance is used, and the rules between them and the others: what would do nothing without a
 * login is refused (ADR 28). Confined to one request.
 */
final class LaunchFields {
    private static final String MODEL_ID = "model_id";
    private static final String QUANTIZATION = "quantization";

    private final CreateSessionRequest body;
    private final Problems problems;
    private final FieldRules rules;

    LaunchFields(CreateSessionRequest body, Problems problems) {
        this.body = body;
        this.problems = problems;
        this.rules = new FieldRules(problems);
    }

    /**
     * How the instance is set up; the usual way when a rule is broken.
     *
     * @param workload null when there is none that is known
     * @param chosen what else was asked for of its setup
     */
    Setup setup(@Nullable WorkloadType workload, Setup chosen) {
        String word = rules.word("launch_mode", body.launchMode(), LaunchMode.SSH.word(), LaunchMode.ENTRYPOINT.word());
        return LaunchMode.ENTRYPOINT.word().equals(word) ? entrypoint(workload, chosen) : login(chosen);
    }

    private Setup login(Setup chosen) {
        if (isGiven(body.modelId())) {
            problems.add(MODEL_ID, MODEL_ID + " needs launch_mode entrypoint: nobody logs in where a model is served");
        }
        refuseQuantization();
        return chosen;
    }

    private Setup entrypoint(@Nullable WorkloadType workload, Setup chosen) {
        refuseWhatNeedsALogin();
        if (!isGiven(body.modelId())) {
            return program(chosen);
        }
        if (isGiven(body.onStartCmd())) {
            problems.add("on_start_cmd", "on_start_cmd does not go with model_id, whose server has its own command");
        }
        ServedModel model = workload == null ? null : model(workload);
        return model == null ? Setup.USUAL : Setup.serving(chosen.image(), ports(chosen), model);
    }

    /** A program of the consumer's own. */
    private Setup program(Setup chosen) {
        refuseQuantization();
        if (chosen.image() == null && !problems.isNamed("docker_image")) {
            problems.add(
                    "docker_image", "docker_image is required with launch_mode entrypoint, unless model_id is given");
        }
        return chosen.image() == null ? Setup.USUAL : Setup.serving(chosen.image(), ports(chosen), null);
    }

    /** The first is where it serves. */
    private static List<Integer> ports(Setup chosen) {
        return chosen.ports().isEmpty() ? List.of(ModelServer.PORT) : chosen.ports();
    }

    private @Nullable ServedModel model(WorkloadType workload) {
        ModelServer server = ModelServer.of(workload).orElse(null);
        if (server == null) {
            problems.add(MODEL_ID, MODEL_ID + " needs workload_type llm, llm_vllm or llm_tgi");
            return null;
        }
        String id = body.modelId();
        if (id == null || !ServedModel.isId(id)) {
            problems.addInvalid(
                    MODEL_ID, "must be a name as Hugging Face gives them, such as owner/name", String.valueOf(id));
            return null;
        }
        String[] known = new TreeSet<>(server.quantizations()).toArray(String[]::new);
        String quantization = rules.word(QUANTIZATION, body.quantization(), known);
        return new ServedModel(server, id, quantization);
    }

    private void refuseWhatNeedsALogin() {
        Integer idle = body.idleThresholdMinutes();
        if (idle != null && idle > 0) {
            problems.add(
                    "idle_threshold_minutes",
                    "idle_threshold_minutes needs launch_mode ssh: without a login its use is not seen");
        }
        if (isGiven(body.sshPublicKey())) {
            problems.add("ssh_public_key", "ssh_public_key needs launch_mode ssh: nobody logs in");
        }
        if (isGiven(body.templateHashId())) {
            problems.add("template_hash_id", "template_hash_id needs launch_mode ssh");
        }
    }

    private void refuseQuantization() {
        if (isGiven(body.quantization())) {
            problems.add(QUANTIZATION, QUANTIZATION + " needs " + MODEL_ID);
        }
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
