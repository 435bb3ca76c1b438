package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.ProviderId;
import java.time.Instant;
import java.util.Set;

/**
 * What an offer must be to take the place of those that came to nothing: of the same provider, of GPUs that the consumer's scope allows,
 * not above the price limit, not to be taken away again, for rent until the session ends, and neither an offer nor on a machine that was tried. Immutable.
 *
 * @param provider where the session was agreed
 * @param gpus the GPUs of the offer before
 * @param scope which others the consumer takes for them
 * @param maxPrice the most that it may cost an hour
 * @param diskGb the disk that the session needs, in GB
 * @param until when the session ends
 * @param triedOffers what was bought or refused before
 * @param triedMachines the physical machines of those, as far as the provider told
 */
public record Replacement(
        ProviderId provider,
        OfferedGpus gpus,
        RetryScope scope,
        UsdPerHour maxPrice,
        int diskGb,
        Instant until,
        Set<OfferId> triedOffers,
        Set<String> triedMachines) {
    public Replacement {
        requireNonNull(provider, "provider");
        requireNonNull(gpus, "gpus");
        requireNonNull(scope, "scope");
        requireNonNull(maxPrice, "maxPrice");
        requireNonNull(until, "until");
        triedOffers = Set.copyOf(triedOffers);
        triedMachines = Set.copyOf(triedMachines);
    }

    /** Whether the offer is such a one. */
    public boolean suits(Offer offer) {
        String machine = offer.host().machineId();
        Instant rentable = offer.rentableUntil();
        return offer.id().provider().equals(provider)
                && !triedOffers.contains(offer.id())
                && !Boolean.TRUE.equals(offer.host().interruptible())
                && (machine == null || !triedMachines.contains(machine))
                && scope.allows(gpus, offer.gpus())
                && offer.price().compareTo(maxPrice) <= 0
                && offer.diskGb() >= diskGb
                && (rentable == null || !rentable.isBefore(until));
    }
}
