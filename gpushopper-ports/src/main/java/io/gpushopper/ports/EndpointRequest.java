package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.HealthCheck;
import java.time.Duration;

/**
 * One call of what an instance serves.
 *
 * @param address {@code host:port}, with an IPv6 address in brackets
 * @param check what is asked for, and which answer counts
 * @param timeout how long the whole call may take
 */
public record EndpointRequest(String address, HealthCheck check, Duration timeout) {
    public EndpointRequest {
        requireNonNull(address, "address");
        requireNonNull(check, "check");
        requireNonNull(timeout, "timeout");
    }
}
