package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/sessions}.
 *
 * <p>The constructor checks nothing, so that the server can report every broken rule of a body at once; the builder
 * asks for what is required. Immutable.
 *
 * <pre>{@code
 * {"consumer_id": "my-application", "offer_id": "vastai-12345", "workload_type": "llm", "reservation_hours": 2}
 * }</pre>
 *
 * @param consumerId required, 1-128 characters: who asked and who is charged
 * @param offerId required: the offer to rent, exactly as the inventory spells it
 * @param workloadType required: one of {@link WorkloadTypes}
 * @param reservationHours required, 1-12
 * @param idleThresholdMinutes end the session after this long without use; 0 or absent: never
 * @param storagePolicy {@code destroy} (default) or {@code preserve}
 * @param launchMode {@code ssh} (default) or {@code entrypoint}: the image's own program serves, and nobody logs in
 * @param dockerImage the image to run in place of the default one
 * @param modelId the model at Hugging Face to serve, by vLLM or TGI as the workload says; for {@code entrypoint}
 * @param exposedPorts container ports to open, for {@code entrypoint} first the one that serves; never null
 * @param quantization how the served model is quantised, such as {@code awq}
 * @param diskGb 10-2,048 GB; absent: 50, or the provider's minimum or what the served model needs if larger
 * @param onStartCmd a command for the instance to run at its start, for {@code entrypoint} in place of the image's program, at most
 *     16 KiB; not printed
 * @param env environment variables of the instance; never null; values are not printed
 * @param sshPublicKey a public key of your own; then no private key is made or returned
 * @param sshTimeoutMinutes 1-30, default 8: how long a running instance may refuse to log us in; default 30 for {@code entrypoint}: how
 *     long it may take to serve
 * @param bootTimeoutMinutes 1-120, default 15: how long an instance may take to run and have an address
 * @param autoRetry whether another offer is tried when this one fails
 * @param maxRetries 0-5, default 3
 * @param retryScope {@code same_gpu}, {@code same_vram} or {@code any}
 * @param maxPricePerHour US dollars per hour above which nothing is bought
 * @param maxTotalCost US dollars at which the session ends
 * @param templateHashId a Vast.ai template
 * @param name a name for people
 * @param tags labels of your own; never null
 * @param preserveHours 1-720, default 72: how long preserved storage is kept
 */
public record CreateSessionRequest(
        @Nullable String consumerId,
        @Nullable String offerId,
        @Nullable String workloadType,
        @Nullable Integer reservationHours,
        @Nullable Integer idleThresholdMinutes,
        @Nullable String storagePolicy,
        @Nullable String launchMode,
        @Nullable String dockerImage,
        @Nullable String modelId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> exposedPorts,
        @Nullable String quantization,
        @Nullable Integer diskGb,
        @Nullable String onStartCmd,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> env,
        @Nullable String sshPublicKey,
        @Nullable Integer sshTimeoutMinutes,
        @Nullable Integer bootTimeoutMinutes,
        @Nullable Boolean autoRetry,
        @Nullable Integer maxRetries,
        @Nullable String retryScope,
        @Nullable BigDecimal maxPricePerHour,
        @Nullable BigDecimal maxTotalCost,
        @Nullable String templateHashId,
        @Nullable String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tags,
        @Nullable Integer preserveHours) {
    public CreateSessionRequest {
        exposedPorts = Copies.list(exposedPorts);
        env = Copies.map(env);
        tags = Copies.map(tags);
    }

    /** Leaves out what may hold secrets: values of the environment and the start command. */
    @Override
    public String toString() {
        return "CreateSessionRequest[consumerId=" + consumerId + ", offerId=" + offerId + ", workloadType="
                + workloadType + ", reservationHours=" + reservationHours + ", env=" + env.keySet() + "]";
    }

    /** Starts a request with the fields that every request needs. */
    public static Builder builder(String consumerId, String offerId, String workloadType, int reservationHours) {
        return new Builder(consumerId, offerId, workloadType, reservationHours);
    }

    /** Collects the optional fields. Confined to one thread. */
    public static final class Builder {
        private final String consumerId;
        private final String offerId;
        private final String workloadType;
        private final int reservationHours;
        private @Nullable Integer idleThresholdMinutes;
        private @Nullable String storagePolicy;
        private @Nullable String launchMode;
        private @Nullable String dockerImage;
        private @Nullable String modelId;
        private List<Integer> exposedPorts = List.of();
        private @Nullable String quantization;
        private @Nullable Integer diskGb;
        private @Nullable String onStartCmd;
        private Map<String, String> env = Map.of();
        private @Nullable String sshPublicKey;
        private @Nullable Integer sshTimeoutMinutes;
        private @Nullable Integer bootTimeoutMinutes;
        private @Nullable Boolean autoRetry;
        private @Nullable Integer maxRetries;
        private @Nullable String retryScope;
        private @Nullable BigDecimal maxPricePerHour;
        private @Nullable BigDecimal maxTotalCost;
        private @Nullable String templateHashId;
        private @Nullable String name;
        private Map<String, String> tags = Map.of();
        private @Nullable Integer preserveHours;

        private Builder(String consumerId, String offerId, String workloadType, int reservationHours) {
            this.consumerId = requireNonNull(consumerId, "consumerId");
            this.offerId = requireNonNull(offerId, "offerId");
            this.workloadType = requireNonNull(workloadType, "workloadType");
            this.reservationHours = reservationHours;
        }

        /**
         * End the session after this long without use; 0 or absent: never.
         */
        public Builder idleThresholdMinutes(int idleThresholdMinutes) {
            this.idleThresholdMinutes = idleThresholdMinutes;
            return this;
        }

        /**
         * {@code destroy} (default) or {@code preserve}.
         */
        public Builder storagePolicy(String storagePolicy) {
            this.storagePolicy = storagePolicy;
            return this;
        }

        /**
         * {@code ssh} (default) or {@code entrypoint}.
         */
        public Builder launchMode(String launchMode) {
            this.launchMode = launchMode;
            return this;
        }

        /**
         * The image to run in place of the default one.
         */
        public Builder dockerImage(String dockerImage) {
            this.dockerImage = dockerImage;
            return this;
        }

        /**
         * The model to serve, for serving workloads.
         */
        public Builder modelId(String modelId) {
            this.modelId = modelId;
            return this;
        }

        /**
         * Container ports to open.
         */
        public Builder exposedPorts(List<Integer> exposedPorts) {
            this.exposedPorts = exposedPorts;
            return this;
        }

        /**
         * How the served model is quantised, such as {@code awq}.
         */
        public Builder quantization(String quantization) {
            this.quantization = quantization;
            return this;
        }

        /**
         * 10-2,048 GB; absent: 50, or the provider's minimum if larger.
         */
        public Builder diskGb(int diskGb) {
            this.diskGb = diskGb;
            return this;
        }

        /**
         * A command for the instance to run at its start, at most 16 KiB.
         */
        public Builder onStartCmd(String onStartCmd) {
            this.onStartCmd = onStartCmd;
            return this;
        }

        /**
         * Environment variables of the instance.
         */
        public Builder env(Map<String, String> env) {
            this.env = env;
            return this;
        }

        /**
         * A public key of your own; then no private key is made or returned.
         */
        public Builder sshPublicKey(String sshPublicKey) {
            this.sshPublicKey = sshPublicKey;
            return this;
        }

        /**
         * 1-30, default 8: how long a running instance may refuse to log us in.
         */
        public Builder sshTimeoutMinutes(int sshTimeoutMinutes) {
            this.sshTimeoutMinutes = sshTimeoutMinutes;
            return this;
        }

        /**
         * 1-120, default 15: how long an instance may take to run and have an address.
         */
        public Builder bootTimeoutMinutes(int bootTimeoutMinutes) {
            this.bootTimeoutMinutes = bootTimeoutMinutes;
            return this;
        }

        /**
         * Whether another offer is tried when this one fails.
         */
        public Builder autoRetry(boolean autoRetry) {
            this.autoRetry = autoRetry;
            return this;
        }

        /**
         * 0-5, default 3.
         */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = maxRetries;
            return this;
        }

        /**
         * {@code same_gpu}, {@code same_vram} or {@code any}.
         */
        public Builder retryScope(String retryScope) {
            this.retryScope = retryScope;
            return this;
        }

        /**
         * US dollars per hour above which nothing is bought.
         */
        public Builder maxPricePerHour(BigDecimal maxPricePerHour) {
            this.maxPricePerHour = maxPricePerHour;
            return this;
        }

        /**
         * US dollars at which the session ends.
         */
        public Builder maxTotalCost(BigDecimal maxTotalCost) {
            this.maxTotalCost = maxTotalCost;
            return this;
        }

        /**
         * A Vast.ai template.
         */
        public Builder templateHashId(String templateHashId) {
            this.templateHashId = templateHashId;
            return this;
        }

        /**
         * A name for people.
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Labels of your own.
         */
        public Builder tags(Map<String, String> tags) {
            this.tags = tags;
            return this;
        }

        /**
         * 1-720, default 72: how long preserved storage is kept.
         */
        public Builder preserveHours(int preserveHours) {
            this.preserveHours = preserveHours;
            return this;
        }

        /** The request with what was set so far. */
        public CreateSessionRequest build() {
            return new CreateSessionRequest(
                    consumerId,
                    offerId,
                    workloadType,
                    reservationHours,
                    idleThresholdMinutes,
                    storagePolicy,
                    launchMode,
                    dockerImage,
                    modelId,
                    exposedPorts,
                    quantization,
                    diskGb,
                    onStartCmd,
                    env,
                    sshPublicKey,
                    sshTimeoutMinutes,
                    bootTimeoutMinutes,
                    autoRetry,
                    maxRetries,
                    retryScope,
                    maxPricePerHour,
                    maxTotalCost,
                    templateHashId,
                    name,
                    tags,
                    preserveHours);
        }
    }
}
