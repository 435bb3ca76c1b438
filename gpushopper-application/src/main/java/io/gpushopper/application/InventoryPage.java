package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.Offer;
import java.util.List;

/**
 * A page of offers.
 *
 * @param snapshot what it is a page of
 * @param offers the offers of this page, in the order that was asked for
 * @param total how many offers match in all
 * @param warnings one for each asked provider whose offers are old or missing
 */
public record InventoryPage(
        InventorySnapshot snapshot, List<Offer> offers, int total, List<InventoryWarning> warnings) {
    public InventoryPage {
        requireNonNull(snapshot, "snapshot");
        offers = List.copyOf(offers);
        warnings = List.copyOf(warnings);
    }
}
