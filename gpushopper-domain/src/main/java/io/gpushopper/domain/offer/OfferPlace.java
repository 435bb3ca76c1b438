package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where an offered machine stands.
 *
 * @param location the place in the provider's words, such as {@code Oregon, US}; empty when it tells none
 * @param country ISO 3166 alpha-2 in capitals; null when it is not known
 * @param datacenter whether it stands in a data centre; null when it is not known
 */
public record OfferPlace(
        String location, @Nullable String country, @Nullable Boolean datacenter) {
    public OfferPlace {
        requireNonNull(location, "location");
        if (country != null && !country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("country must be two capital letters");
        }
    }
}
