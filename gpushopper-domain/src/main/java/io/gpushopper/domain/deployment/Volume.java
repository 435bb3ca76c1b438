package io.gpushopper.domain.deployment;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Storage of an account that is no instance's, and bills until it is deleted, whatever becomes of the instances beside it. We rent none,
 * and delete none.
 *
 * @param id the provider's, unique within it
 * @param machine the physical machine that it lies on; null when that is not told
 * @param sizeGb how large it is; null when that is not told
 */
public record Volume(
        String id, @Nullable String machine, @Nullable BigDecimal sizeGb) {
    public Volume {
        requireNonNull(id, "id");
    }
}
