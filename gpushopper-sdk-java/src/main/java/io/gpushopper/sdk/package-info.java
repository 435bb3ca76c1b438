/**
 * The client for the HTTP API.
 *
 * <p>Start at {@link io.gpushopper.sdk.GpuShopperClient}. What goes wrong is in {@code io.gpushopper.sdk.errors}, the
 * values that come and go in {@code io.gpushopper.sdk.wire}.
 */
@NullMarked
package io.gpushopper.sdk;

import org.jspecify.annotations.NullMarked;
