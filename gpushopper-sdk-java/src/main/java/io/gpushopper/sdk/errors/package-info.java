/** What the client throws: all unchecked, under {@link io.gpushopper.sdk.errors.GpuShopperException}. */
@NullMarked
package io.gpushopper.sdk.errors;

import org.jspecify.annotations.NullMarked;
