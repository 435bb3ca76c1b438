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
                    terms(location, row, count, lacksAddresses)
                            .flatMap(terms -> offer(location, row, terms, fetchedAt))
                            .ifPresent(offer -> offers.putIfAbsent(offer.id(), offer));
                }
            }
        }
        return List.copyOf(offers.values());
    }

    /** Empty where the row has no machine of so many GPUs that could be reached. */
    private static Optional<LaunchTerms> terms(
            TensorDockLocationJson location,
            TensorDockLocationJson.Gpu row,
            int count,
            Predicate<String> lacksAddresses) {
        Optional<String> place = location.id();
        Optional<V0Name> model = row.v0Name();
        Optional<Shape> shape = Shape.within(row, count);
        Optional<NetworkMode> network = row.network(place.filter(lacksAddresses).isPresent());
        if (count > row.maxCount() || place.isEmpty() || model.isEmpty() || shape.isEmpty() || network.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LaunchTerms(
                place.get(),
                model.get(),
                count,
                shape.get().vcpus(),
                shape.get().ramGb(),
                network.get()));
    }

    private static Optional<Offer> offer(
            TensorDockLocationJson location, TensorDockLocationJson.Gpu row, LaunchTerms terms, Instant fetchedAt) {
        String name = row.displayName().orElse(terms.gpu().value());
        Optional<OfferId> id = OfferId.parse(
                TensorDockApi.ID + "-" + terms.location() + "-" + terms.gpu().value() + "-x" + terms.count());
        Optional<VramGb> vram = terms.gpu().vram(name);
        Optional<UsdPerHour> price = price(row, terms);
        if (id.isEmpty() || vram.isEmpty() || price.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Offer(
                id.get(),
                new OfferedGpus(terms.gpu().model(), name, terms.count(), vram.get()),
                new Rates(price.get(), UsdPerHour.ZERO),
                Shape.DISK_GB,
                place(location),
                (double) Math.max(0, Math.min(location.tier(), BEST_TIER)) / BEST_TIER,
                CONFIDENCE,
                null,
                hostFacts(row, terms),
                terms.text(),
                fetchedAt));
    }

    /** Empty unless all four prices are told: with one taken for nothing, the offer would be quoted too low. */
    private static Optional<UsdPerHour> price(TensorDockLocationJson.Gpu row, LaunchTerms terms) {
        Optional<BigDecimal> gpu = row.perGpu().filter(price -> price.signum() > 0);
        Optional<BigDecimal> vcpu = row.perVcpu().filter(price -> price.signum() >= 0);
        Optional<BigDecimal> ram = row.perRamGb().filter(price -> price.signum() >= 0);
        Optional<BigDecimal> storage = row.perStorageGb().filter(price -> price.signum() >= 0);
        if (gpu.isEmpty() || vcpu.isEmpty() || ram.isEmpty() || storage.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal sum = times(gpu.get(), terms.count())
                .add(times(vcpu.get(), terms.vcpus()))
                .add(times(ram.get(), terms.ramGb()))
                .add(times(storage.get(), Shape.DISK_GB));
        return Optional.of(new UsdPerHour(sum));
    }

    private static BigDecimal times(BigDecimal price, int amount) {
        return price.multiply(BigDecimal.valueOf(amount));
    }

    /** City and state may be one word, as in Texas, Texas. */
    private static OfferPlace place(TensorDockLocationJson location) {
        String text = Stream.of(location.city(), location.stateProvince(), location.country())
                .flatMap(Optional::stream)
                .distinct()
                .collect(Collectors.joining(", "));
        return new OfferPlace(text, location.country().flatMap(Countries::code).orElse(null), null);
    }

    private static HostFacts hostFacts(TensorDockLocationJson.Gpu row, LaunchTerms terms) {
        return new HostFacts(
                null,
                null,
                null,
                null,
                BigDecimal.valueOf(terms.vcpus()),
                BigDecimal.valueOf(terms.ramGb()),
                row.maxStorageGb() == Integer.MAX_VALUE ? null : BigDecimal.valueOf(row.maxStorageGb()),
                row.perStorageGb().map(UsdPerHour::new).orElse(null),
                null,
                null);
    }
}
