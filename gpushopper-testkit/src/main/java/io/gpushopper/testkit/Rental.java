package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.InstanceId;

/**
 * An instance as the market itself knows it, whatever the provider's API says.
 *
 * @param id its id
 * @param mark the label or name that it carries; empty when it has none
 * @param billing whether it costs something now
 */
public record Rental(InstanceId id, String mark, boolean billing) {
    public Rental {
        requireNonNull(id, "id");
        requireNonNull(mark, "mark");
    }
}
