package io.gpushopper.domain.offer;

import io.gpushopper.domain.cost.UsdPerHour;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper asks for. A null part asks for nothing.
 *
 * @param provider only offers of this provider
 * @param gpuType a model or a family, as {@link GpuModel#isMeantBy} reads it
 * @param location a part of the location text, or an exact country code; case does not count
 * @param minVram memory of one GPU, at least
 * @param maxPrice price of the whole offer, at most
 * @param minGpuCount at least so many GPUs; 0 asks for nothing
 * @param minReliability at least so reliable, 0 to 1
 * @param minAvailabilityConfidence at least so likely to be rentable, 0 to 1
 */
public record OfferQuery(
        @Nullable ProviderId provider,
        @Nullable String gpuType,
        @Nullable String location,
        int minVram,
        @Nullable UsdPerHour maxPrice,
        int minGpuCount,
        double minReliability,
        double minAvailabilityConfidence) {
    public static final OfferQuery EVERYTHING = new OfferQuery(null, null, null, 0, null, 0, 0, 0);

    /** Whether the offer is what was asked for. */
    public boolean matches(Offer offer) {
        return (provider == null || provider.equals(offer.id().provider()))
                && (gpuType == null || offer.gpus().model().isMeantBy(gpuType))
                && (location == null || isAt(offer.place(), location))
                && offer.gpus().vram().value() >= minVram
                && (maxPrice == null || offer.price().compareTo(maxPrice) <= 0)
                && offer.gpus().count() >= minGpuCount
                && offer.reliability() >= minReliability
                && offer.availabilityConfidence() >= minAvailabilityConfidence;
    }

    private static boolean isAt(OfferPlace place, String asked) {
        String wanted = asked.strip().toLowerCase(Locale.ROOT);
        return place.location().toLowerCase(Locale.ROOT).contains(wanted)
                || (place.country() != null
                        && place.country().toLowerCase(Locale.ROOT).equals(wanted));
    }
}
