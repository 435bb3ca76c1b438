package io.gpushopper.adapters.tensordock;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferPlace;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.VramGb;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From stock to offers. TensorDock lists models at locations, from which a customer composes a machine; we offer each with 1, 2, 4
 * and 8 GPUs in one {@link Shape}, at the sum of its parts: {@code n * per GPU + vCPUs * per vCPU + GB * per GB memory + GB * per GB
 * disk}. A row that lacks one of the four prices, its memory size, or a way to be reached is no offer.
 */
final class TensorDockOffers {
    private static final List<Integer> COUNTS = List.of(1, 2, 4, 8);
    private static final int BEST_TIER = 4;
    // 22 of 31 purchases of one campaign failed (2026); the engine's offer health moves it from here.
    private static final double CONFIDENCE = 0.3;

    private TensorDockOffers() {}

    /**
     * All offers of the locations; of two with one id, the first.
     *
     * @param lacksAddresses whether a location is known to have no address of one's own left
     */
    static List<Offer> of(List<TensorDockLocationJson> locations, Predicate<String> lacksAddresses, Instant fetchedAt) {
        Map<OfferId, Offer> offers = new LinkedHashMap<>();
        for (TensorDockLocationJson location : locations) {
            for (TensorDockLocationJson.Gpu row : location.gpus()) {
                for (int count : COUNTS) {
                    offer(location, row, count, lacksAddresses, fetchedAt)
                            .ifPresent(offer -> offers.putIfAbsent(offer.id(), offer));
                }
            }
        }
        return List.copyOf(offers.values());
    }

    private static Optional<Offer> offer(
            TensorDockLocationJson location,
            TensorDockLocationJson.Gpu row,
            int count,
            Predicate<String> lacksAddresses,
            Instant fetchedAt) {
        Optional<String> place = location.id();
        Optional<V0Name> model = row.v0Name();
        Optional<Shape> shape = Shape.within(row, count);
        Optional<NetworkMode> network = row.network(place.filter(lacksAddresses).isPresent());
        Optional<UsdPerHour> price = shape.flatMap(wanted -> price(row, count, wanted));
        if (place.isEmpty() || model.isEmpty() || price.isEmpty() || network.isEmpty() || count > row.maxCount()) {
            return Optional.empty();
        }
        String name = row.displayName().orElse(model.get().value());
        Optional<OfferId> id = OfferId.parse(
                TensorDockApi.ID + "-" + place.get() + "-" + model.get().value() + "-x" + count);
        Optional<VramGb> vram = model.get().vram(name);
        if (id.isEmpty() || vram.isEmpty()) {
            return Optional.empty();
        }
        LaunchTerms terms = new LaunchTerms(
                place.get(),
                model.get(),
                count,
                shape.get().vcpus(),
                shape.get().ramGb(),
                network.get());
        return Optional.of(new Offer(
                id.get(),
                new OfferedGpus(model.get().model(), name, count, vram.get()),
                new Rates(price.get(), UsdPerHour.ZERO),
                Shape.DISK_GB,
                place(location),
                (double) Math.max(0, Math.min(location.tier(), BEST_TIER)) / BEST_TIER,
                CONFIDENCE,
                null,
                hostFacts(row, shape.get()),
                terms.text(),
                fetchedAt));
    }

    /** Empty unless all four prices are told: with one taken for nothing, the offer would be quoted too low. */
    private static Optional<UsdPerHour> price(TensorDockLocationJson.Gpu row, int count, Shape shape) {
        return row.perGpu()
                .filter(each -> each.signum() > 0)
                .map(each -> each.multiply(BigDecimal.valueOf(count)))
                .flatMap(sum -> plus(sum, row.perVcpu(), shape.vcpus()))
                .flatMap(sum -> plus(sum, row.perRamGb(), shape.ramGb()))
                .flatMap(sum -> plus(sum, row.perStorageGb(), Shape.DISK_GB))
                .map(UsdPerHour::new);
    }

    private static Optional<BigDecimal> plus(BigDecimal sum, Optional<BigDecimal> each, int amount) {
        return each.filter(price -> price.signum() >= 0)
                .map(price -> sum.add(price.multiply(BigDecimal.valueOf(amount))));
    }

    /** City and state may be one word, as in Texas, Texas. */
    private static OfferPlace place(TensorDockLocationJson location) {
        String text = Stream.of(location.city(), location.stateProvince(), location.country())
                .flatMap(Optional::stream)
                .distinct()
                .collect(Collectors.joining(", "));
        return new OfferPlace(text, location.country().flatMap(Countries::code).orElse(null), null);
    }

    private static HostFacts hostFacts(TensorDockLocationJson.Gpu row, Shape shape) {
        return new HostFacts(
                null,
                null,
                BigDecimal.valueOf(shape.vcpus()),
                BigDecimal.valueOf(shape.ramGb()),
                row.maxStorageGb() == Integer.MAX_VALUE ? null : BigDecimal.valueOf(row.maxStorageGb()),
                row.perStorageGb().map(UsdPerHour::new).orElse(null),
                null,
                null);
    }
}
