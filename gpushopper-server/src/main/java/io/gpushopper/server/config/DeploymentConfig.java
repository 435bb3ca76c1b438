package io.gpushopper.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Whose instances are ours.
 *
 * @param id 3 to 12 of {@code [a-z0-9]}; null for the one that is kept with the sessions
 */
public record DeploymentConfig(@Nullable String id) {}
