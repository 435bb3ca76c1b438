package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Rates;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its provider showed it once.
 *
 * @param id the provider's id
 * @param mark the label or name that it carries, whole and unparsed; empty when it has none
 * @param condition how it is
 * @param endpoints where one may log in, the best first; empty until the provider tells
 * @param ports where its other ports are reached; none until the provider tells
 * @param burning what it bills now; null when this answer doesn't tell
 * @param createdAt when the provider says that it was made; null when it doesn't tell
 * @param gpuPercent how busy its GPUs are as the provider shows it; null when it doesn't
 * @param detail the provider's own word and message for its condition, for people, without secrets; may be empty
 */
public record InstanceView(
        InstanceId id,
        String mark,
        InstanceCondition condition,
        List<SshEndpoint> endpoints,
        OpenPorts ports,
        @Nullable Rates burning,
        @Nullable Instant createdAt,
        @Nullable BigDecimal gpuPercent,
        String detail) {
    public InstanceView {
        requireNonNull(id, "id");
        requireNonNull(mark, "mark");
        requireNonNull(condition, "condition");
        endpoints = List.copyOf(endpoints);
        requireNonNull(ports, "ports");
        requireNonNull(detail, "detail");
    }

    /** An instance of whose use its provider shows nothing. */
    public InstanceView(
            InstanceId id,
            String mark,
            InstanceCondition condition,
            List<SshEndpoint> endpoints,
            OpenPorts ports,
            @Nullable Rates burning,
            @Nullable Instant createdAt,
            String detail) {
        this(id, mark, condition, endpoints, ports, burning, createdAt, null, detail);
    }

    /** An instance of which no port but that of SSH is open. */
    public InstanceView(
            InstanceId id,
            String mark,
            InstanceCondition condition,
            List<SshEndpoint> endpoints,
            @Nullable Rates burning,
            @Nullable Instant createdAt,
            String detail) {
        this(id, mark, condition, endpoints, OpenPorts.NONE, burning, createdAt, detail);
    }
}
