package io.gpushopper.server.config;

import io.dropwizard.util.Duration;
import jakarta.validation.constraints.NotNull;

/**
 * How offers are kept fresh.
 *
 * @param refresh how often each provider is asked
 */
public record InventoryConfig(@NotNull Duration refresh) {}
