package io.gpushopper.server.inventory;

import io.gpushopper.application.InventoryWarning;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.CudaVersion;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.WarningJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Offers as the API shows them. */
final class OfferView {
    private static final Duration SHORTEST_RENTAL = Duration.ofHours(1);

    private OfferView() {}

    static OfferJson offer(Offer offer) {
        return fetchedAt(offer, offer.fetchedAt());
    }

    /** The offer as if it had been fetched at another time. */
    static OfferJson fetchedAt(Offer offer, Instant time) {
        HostFacts host = offer.host();
        CudaVersion cuda = host.cudaVersion();
        return OfferJson.builder(offer.id().toString(), offer.id().provider().value())
                .providerId(offer.id().providerOfferId())
                .gpuType(offer.gpus().model().name())
                .gpuCount(offer.gpus().count())
                .vramGb(offer.gpus().vram().value())
                .pricePerHour(offer.price().amount())
                .location(
                        offer.place().location().isEmpty()
                                ? null
                                : offer.place().location())
                .reliability(BigDecimal.valueOf(offer.reliability()))
                .available(isRentable(offer.rentableFor()))
                .maxDurationHours(hours(offer.rentableFor()))
                .fetchedAt(time)
                .availabilityConfidence(BigDecimal.valueOf(offer.availabilityConfidence()))
                .cudaVersion(cuda == null ? null : cuda.toString())
                .machineId(host.machineId())
                .interruptible(host.interruptible())
                .minBid(amount(host.minBid()))
                .vcpus(host.vcpus())
                .ramGb(host.ramGb())
                .diskGb(host.diskGb())
                .storagePriceGbHour(amount(host.storagePricePerGb()))
                .inetDownMbps(host.inetDownMbps())
                .inetUpMbps(host.inetUpMbps())
                .country(offer.place().country())
                .datacenter(offer.place().datacenter())
                .gpuName(offer.gpus().providerName())
                .build();
    }

    static WarningJson warning(InventoryWarning warning) {
        Duration age = warning.snapshotAge();
        return new WarningJson(
                warning.provider().value(),
                new ErrorType(FailureType.ofRefusal(warning.kind()).word()),
                warning.message(),
                age == null ? null : age.toSeconds());
    }

    private static @Nullable BigDecimal amount(@Nullable UsdPerHour price) {
        return price == null ? null : price.amount();
    }

    private static boolean isRentable(@Nullable Duration longest) {
        return longest == null || longest.compareTo(SHORTEST_RENTAL) >= 0;
    }

    /** 0 means that no limit is known, so that what is left of an hour counts as one. */
    private static int hours(@Nullable Duration longest) {
        return longest == null ? 0 : (int) Math.max(1, Math.min(longest.toHours(), Integer.MAX_VALUE));
    }
}
