package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rental for one consumer. Immutable.
 *
 * <pre>{@code
 * {"id": "sess-abc123", "consumer_id": "my-application", "provider": "vastai", "gpu_type": "RTX 4090", "gpu_count": 1,
 *  "status": "running", "ssh_host": "192.168.1.100", "ssh_port": 22, "ssh_user": "root", "workload_type": "llm",
 *  "reservation_hours": 2, "price_per_hour": 0.45, "created_at": "2026-01-29T12:00:00Z",
 *  "expires_at": "2026-01-29T14:00:00Z"}
 * }</pre>
 *
 * @param sshHost absent until the provider tells it, and where nobody logs in; may still change
 * @param pricePerHour US dollars per hour, as agreed at the creation
 * @param apiEndpoint where what was launched serves, such as {@code http://192.168.1.100:41057}; absent where one logs in
 * @param apiPorts container port to public {@code host:port}; never null
 * @param templateHashId the provider's template that it began with; absent when it began with none
 * @param error what failed, for people
 * @param errorType what failed, for programs
 * @param stopReason {@code done}, {@code deleted}, {@code expired}, {@code idle}, {@code budget}, {@code hard_limit}, {@code undelivered}, {@code provider_lost} or {@code failed}
 * @param accruedCost US dollars so far
 * @param failedOffers offers tried in vain; never null
 * @param hostKeyFingerprint of the instance's SSH host key, {@code SHA256:...}
 * @param enforcement what is armed to end it; never null
 * @param storage what is kept after the end
 * @param tags never null
 */
public record SessionJson(
        String id,
        String consumerId,
        String provider,
        String gpuType,
        int gpuCount,
        SessionStatus status,
        @Nullable String sshHost,
        @Nullable Integer sshPort,
        @Nullable String sshUser,
        String workloadType,
        int reservationHours,
        BigDecimal pricePerHour,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String launchMode,
        @Nullable String apiEndpoint,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> apiPorts,
        @Nullable String modelId,
        @Nullable String templateHashId,
        @Nullable Integer diskGb,
        @Nullable String storagePolicy,
        @Nullable Integer idleThresholdMinutes,
        @Nullable String offerId,
        @Nullable String providerInstanceId,
        @Nullable String error,
        @Nullable ErrorType errorType,
        @Nullable Instant startedAt,
        @Nullable Instant runningAt,
        @Nullable Instant stoppedAt,
        @Nullable String stopReason,
        @Nullable BigDecimal accruedCost,
        @Nullable Instant idleSince,
        @Nullable Integer retryCount,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> failedOffers,
        @Nullable String hostKeyFingerprint,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EnforcementJson> enforcement,
        @Nullable StorageJson storage,
        @Nullable String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tags) {
    public SessionJson {
        requireNonNull(id, "id");
        requireNonNull(consumerId, "consumerId");
        requireNonNull(provider, "provider");
        requireNonNull(gpuType, "gpuType");
        requireNonNull(status, "status");
        requireNonNull(workloadType, "workloadType");
        requireNonNull(pricePerHour, "pricePerHour");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(expiresAt, "expiresAt");
        apiPorts = Copies.map(apiPorts);
        failedOffers = Copies.list(failedOffers);
        enforcement = Copies.list(enforcement);
        tags = Copies.map(tags);
    }

    /** Starts a session; the fields that are never absent must follow. */
    public static Builder builder(String id, SessionStatus status) {
        return new Builder(id, status);
    }

    /** Names each value, since there are too many to tell apart by place. Confined to one thread. */
    public static final class Builder {
        private final String id;
        private final SessionStatus status;
        private @Nullable String consumerId;
        private @Nullable String provider;
        private @Nullable String gpuType;
        private int gpuCount;
        private @Nullable String sshHost;
        private @Nullable Integer sshPort;
        private @Nullable String sshUser;
        private @Nullable String workloadType;
        private int reservationHours;
        private @Nullable BigDecimal pricePerHour;
        private @Nullable Instant createdAt;
        private @Nullable Instant expiresAt;
        private @Nullable String launchMode;
        private @Nullable String apiEndpoint;
        private Map<String, String> apiPorts = Map.of();
        private @Nullable String modelId;
        private @Nullable String templateHashId;
        private @Nullable Integer diskGb;
        private @Nullable String storagePolicy;
        private @Nullable Integer idleThresholdMinutes;
        private @Nullable String offerId;
        private @Nullable String providerInstanceId;
        private @Nullable String error;
        private @Nullable ErrorType errorType;
        private @Nullable Instant startedAt;
        private @Nullable Instant runningAt;
        private @Nullable Instant stoppedAt;
        private @Nullable String stopReason;
        private @Nullable BigDecimal accruedCost;
        private @Nullable Instant idleSince;
        private @Nullable Integer retryCount;
        private List<String> failedOffers = List.of();
        private @Nullable String hostKeyFingerprint;
        private List<EnforcementJson> enforcement = List.of();
        private @Nullable StorageJson storage;
        private @Nullable String name;
        private Map<String, String> tags = Map.of();

        private Builder(String id, SessionStatus status) {
            this.id = requireNonNull(id, "id");
            this.status = requireNonNull(status, "status");
        }

        public Builder consumerId(@Nullable String consumerId) {
            this.consumerId = consumerId;
            return this;
        }

        public Builder provider(@Nullable String provider) {
            this.provider = provider;
            return this;
        }

        public Builder gpuType(@Nullable String gpuType) {
            this.gpuType = gpuType;
            return this;
        }

        public Builder gpuCount(int gpuCount) {
            this.gpuCount = gpuCount;
            return this;
        }

        public Builder sshHost(@Nullable String sshHost) {
            this.sshHost = sshHost;
            return this;
        }

        public Builder sshPort(@Nullable Integer sshPort) {
            this.sshPort = sshPort;
            return this;
        }

        public Builder sshUser(@Nullable String sshUser) {
            this.sshUser = sshUser;
            return this;
        }

        public Builder workloadType(@Nullable String workloadType) {
            this.workloadType = workloadType;
            return this;
        }

        public Builder reservationHours(int reservationHours) {
            this.reservationHours = reservationHours;
            return this;
        }

        public Builder pricePerHour(@Nullable BigDecimal pricePerHour) {
            this.pricePerHour = pricePerHour;
            return this;
        }

        public Builder createdAt(@Nullable Instant createdAt) {
            this.createdAt = createdAt;
            return this;
        }

        public Builder expiresAt(@Nullable Instant expiresAt) {
            this.expiresAt = expiresAt;
            return this;
        }

        public Builder launchMode(@Nullable String launchMode) {
            this.launchMode = launchMode;
            return this;
        }

        public Builder apiEndpoint(@Nullable String apiEndpoint) {
            this.apiEndpoint = apiEndpoint;
            return this;
        }

        public Builder apiPorts(Map<String, String> apiPorts) {
            this.apiPorts = apiPorts;
            return this;
        }

        public Builder modelId(@Nullable String modelId) {
            this.modelId = modelId;
            return this;
        }

        public Builder templateHashId(@Nullable String templateHashId) {
            this.templateHashId = templateHashId;
            return this;
        }

        public Builder diskGb(@Nullable Integer diskGb) {
            this.diskGb = diskGb;
            return this;
        }

        public Builder storagePolicy(@Nullable String storagePolicy) {
            this.storagePolicy = storagePolicy;
            return this;
        }

        public Builder idleThresholdMinutes(@Nullable Integer idleThresholdMinutes) {
            this.idleThresholdMinutes = idleThresholdMinutes;
            return this;
        }

        public Builder offerId(@Nullable String offerId) {
            this.offerId = offerId;
            return this;
        }

        public Builder providerInstanceId(@Nullable String providerInstanceId) {
            this.providerInstanceId = providerInstanceId;
            return this;
        }

        public Builder error(@Nullable String error) {
            this.error = error;
            return this;
        }

        public Builder errorType(@Nullable ErrorType errorType) {
            this.errorType = errorType;
            return this;
        }

        public Builder startedAt(@Nullable Instant startedAt) {
            this.startedAt = startedAt;
            return this;
        }

        public Builder runningAt(@Nullable Instant runningAt) {
            this.runningAt = runningAt;
            return this;
        }

        public Builder stoppedAt(@Nullable Instant stoppedAt) {
            this.stoppedAt = stoppedAt;
            return this;
        }

        public Builder stopReason(@Nullable String stopReason) {
            this.stopReason = stopReason;
            return this;
        }

        public Builder accruedCost(@Nullable BigDecimal accruedCost) {
            this.accruedCost = accruedCost;
            return this;
        }

        public Builder idleSince(@Nullable Instant idleSince) {
            this.idleSince = idleSince;
            return this;
        }

        public Builder retryCount(@Nullable Integer retryCount) {
            this.retryCount = retryCount;
            return this;
        }

        public Builder failedOffers(List<String> failedOffers) {
            this.failedOffers = failedOffers;
            return this;
        }

        public Builder hostKeyFingerprint(@Nullable String hostKeyFingerprint) {
            this.hostKeyFingerprint = hostKeyFingerprint;
            return this;
        }

        public Builder enforcement(List<EnforcementJson> enforcement) {
            this.enforcement = enforcement;
            return this;
        }

        public Builder storage(@Nullable StorageJson storage) {
            this.storage = storage;
            return this;
        }

        public Builder name(@Nullable String name) {
            this.name = name;
            return this;
        }

        public Builder tags(Map<String, String> tags) {
            this.tags = tags;
            return this;
        }

        /** The value with what was set so far. */
        public SessionJson build() {
            return new SessionJson(
                    id,
                    requireNonNull(consumerId, "consumerId"),
                    requireNonNull(provider, "provider"),
                    requireNonNull(gpuType, "gpuType"),
                    gpuCount,
                    status,
                    sshHost,
                    sshPort,
                    sshUser,
                    requireNonNull(workloadType, "workloadType"),
                    reservationHours,
                    requireNonNull(pricePerHour, "pricePerHour"),
                    requireNonNull(createdAt, "createdAt"),
                    requireNonNull(expiresAt, "expiresAt"),
                    launchMode,
                    apiEndpoint,
                    apiPorts,
                    modelId,
                    templateHashId,
                    diskGb,
                    storagePolicy,
                    idleThresholdMinutes,
                    offerId,
                    providerInstanceId,
                    error,
                    errorType,
                    startedAt,
                    runningAt,
                    stoppedAt,
                    stopReason,
                    accruedCost,
                    idleSince,
                    retryCount,
                    failedOffers,
                    hostKeyFingerprint,
                    enforcement,
                    storage,
                    name,
                    tags);
        }
    }
}
