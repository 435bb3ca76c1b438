package io.gpushopper.sdk.wire;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/sessions/{id}/extend}. The constructor checks nothing. Immutable.
 *
 * <pre>{@code
 * {"additional_hours": 2}
 * }</pre>
 *
 * @param additionalHours required, 1-12
 */
public record ExtendRequest(@Nullable Integer additionalHours) {}
