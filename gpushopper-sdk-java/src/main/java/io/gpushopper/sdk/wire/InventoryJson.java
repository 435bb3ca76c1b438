package io.gpushopper.sdk.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The answer of {@code GET /api/v1/inventory}: one page of offers. Immutable.
 *
 * <pre>{@code
 * {"offers": [...], "count": 1, "total": 150}
 * }</pre>
 *
 * @param offers never null
 * @param count how many are on this page
 * @param total how many match
 * @param warnings providers that fail just now; never null
 */
public record InventoryJson(
        List<OfferJson> offers,
        int count,
        int total,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<WarningJson> warnings) {
    public InventoryJson {
        offers = Copies.list(offers);
        warnings = Copies.list(warnings);
    }
}
