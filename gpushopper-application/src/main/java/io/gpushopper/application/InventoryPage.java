package io.gpushopper.application;

import io.gpushopper.domain.offer.Offer;
import java.util.List;

/**
 * A page of offers.
 *
 * @param offers the offers of this page, by price and then id
 * @param total how many offers match in all
 * @param warnings one for each asked provider that is failing
 */
public record InventoryPage(List<Offer> offers, int total, List<InventoryWarning> warnings) {
    public InventoryPage {
        offers = List.copyOf(offers);
        warnings = List.copyOf(warnings);
    }
}
