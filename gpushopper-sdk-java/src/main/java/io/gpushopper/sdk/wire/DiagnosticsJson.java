package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/v1/sessions/{id}/diagnostics}. Every field of the reference is always there. Immutable.
 *
 * <pre>{@code
 * {"session_id": "sess-abc123", "status": "running", "provider": "vastai", "gpu_type": "RTX 4090", "gpu_count": 1,
 *  "ssh_host": "192.168.1.100", "ssh_port": 22, "ssh_user": "root", "launch_mode": "ssh", "api_endpoint": "",
 *  "created_at": "2026-01-29T12:00:00Z", "expires_at": "2026-01-29T14:00:00Z", "uptime": "1h 30m",
 *  "time_to_expiry": "30m", "ssh_available": true, "note": "..."}
 * }</pre>
 *
 * @param sshHost empty where nobody logs in, as is the user; the port is 0 then
 * @param apiEndpoint empty when there is none
 * @param uptime since running, for people: {@code 1h 30m}
 * @param timeToExpiry for people: {@code 30m}
 * @param sshAvailable whether a login just worked
 * @param gpus as the instance reports them; never null
 * @param checks what was looked at just now; never null
 */
public record DiagnosticsJson(
        String sessionId,
        SessionStatus status,
        String provider,
        String gpuType,
        int gpuCount,
        String sshHost,
        int sshPort,
        String sshUser,
        String launchMode,
        String apiEndpoint,
        Instant createdAt,
        Instant expiresAt,
        String uptime,
        String timeToExpiry,
        boolean sshAvailable,
        String note,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<GpuJson> gpus,
        @Nullable DiskJson disk,
        @Nullable Instant lastActivityAt,
        @Nullable String hostKeyFingerprint,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CheckJson> checks) {
    public DiagnosticsJson {
        requireNonNull(sessionId, "sessionId");
        requireNonNull(status, "status");
        requireNonNull(provider, "provider");
        requireNonNull(gpuType, "gpuType");
        requireNonNull(sshHost, "sshHost");
        requireNonNull(sshUser, "sshUser");
        requireNonNull(launchMode, "launchMode");
        requireNonNull(apiEndpoint, "apiEndpoint");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(uptime, "uptime");
        requireNonNull(timeToExpiry, "timeToExpiry");
        requireNonNull(note, "note");
        gpus = Copies.list(gpus);
        checks = Copies.list(checks);
    }

    /** Starts a diagnosis; the fields that are never absent must follow. */
    public static Builder builder(String sessionId, SessionStatus status) {
        return new Builder(sessionId, status);
    }

    /** Names each value, since there are too many to tell apart by place. Confined to one thread. */
    public static final class Builder {
        private final String sessionId;
        private final SessionStatus status;
        private @Nullable String provider;
        private @Nullable String gpuType;
        private int gpuCount;
        private @Nullable String sshHost;
        private int sshPort;
        private @Nullable String sshUser;
        private @Nullable String launchMode;
        private @Nullable String apiEndpoint;
        private @Nullable Instant createdAt;
        private @Nullable Instant expiresAt;
        private @Nullable String uptime;
        private @Nullable String timeToExpiry;
        private boolean sshAvailable;
        private @Nullable String note;
        private List<GpuJson> gpus = List.of();
        private @Nullable DiskJson disk;
        private @Nullable Instant lastActivityAt;
        private @Nullable String hostKeyFingerprint;
        private List<CheckJson> checks = List.of();

        private Builder(String sessionId, SessionStatus status) {
            this.sessionId = requireNonNull(sessionId, "sessionId");
            this.status = requireNonNull(status, "status");
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

        public Builder sshPort(int sshPort) {
            this.sshPort = sshPort;
            return this;
        }

        public Builder sshUser(@Nullable String sshUser) {
            this.sshUser = sshUser;
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

        public Builder createdAt(@Nullable Instant createdAt) {
            this.createdAt = createdAt;
            return this;
        }

        public Builder expiresAt(@Nullable Instant expiresAt) {
            this.expiresAt = expiresAt;
            return this;
        }

        public Builder uptime(@Nullable String uptime) {
            this.uptime = uptime;
            return this;
        }

        public Builder timeToExpiry(@Nullable String timeToExpiry) {
            this.timeToExpiry = timeToExpiry;
            return this;
        }

        public Builder sshAvailable(boolean sshAvailable) {
            this.sshAvailable = sshAvailable;
            return this;
        }

        public Builder note(@Nullable String note) {
            this.note = note;
            return this;
        }

        public Builder gpus(List<GpuJson> gpus) {
            this.gpus = gpus;
            return this;
        }

        public Builder disk(@Nullable DiskJson disk) {
            this.disk = disk;
            return this;
        }

        public Builder lastActivityAt(@Nullable Instant lastActivityAt) {
            this.lastActivityAt = lastActivityAt;
            return this;
        }

        public Builder hostKeyFingerprint(@Nullable String hostKeyFingerprint) {
            this.hostKeyFingerprint = hostKeyFingerprint;
            return this;
        }

        public Builder checks(List<CheckJson> checks) {
            this.checks = checks;
            return this;
        }

        /** The value with what was set so far. */
        public DiagnosticsJson build() {
            return new DiagnosticsJson(
                    sessionId,
                    status,
                    requireNonNull(provider, "provider"),
                    requireNonNull(gpuType, "gpuType"),
                    gpuCount,
                    requireNonNull(sshHost, "sshHost"),
                    sshPort,
                    requireNonNull(sshUser, "sshUser"),
                    requireNonNull(launchMode, "launchMode"),
                    requireNonNull(apiEndpoint, "apiEndpoint"),
                    requireNonNull(createdAt, "createdAt"),
                    requireNonNull(expiresAt, "expiresAt"),
                    requireNonNull(uptime, "uptime"),
                    requireNonNull(timeToExpiry, "timeToExpiry"),
                    sshAvailable,
                    requireNonNull(note, "note"),
                    gpus,
                    disk,
                    lastActivityAt,
                    hostKeyFingerprint,
                    checks);
        }
    }
}
