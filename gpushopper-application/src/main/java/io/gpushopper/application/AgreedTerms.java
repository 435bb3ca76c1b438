package io.gpushopper.application;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import java.math.BigDecimal;

/**
 * What a session is agreed to have and to cost, once it is known that its offer can be had so.
 *
 * @param diskGb its disk, in GB
 * @param rates what it is charged with that disk
 */
record AgreedTerms(int diskGb, Rates rates) {
    /**
     * What is agreed when the offer is rented as wanted.
     *
     * @throws InsufficientDiskException when the disk is too small for the provider or too large for the machine
     * @throws PriceChangedException when it costs more than the consumer would pay
     * @throws ProviderException {@code UNSUPPORTED} when the provider can't set an instance up so
     */
    static AgreedTerms of(NewSession wanted, Offer offer, Provider provider) {
        Integer asked = wanted.diskGb();
        int diskGb = asked == null ? offer.diskGb() : asked;
        Rates rates = rates(diskGb, offer, provider);
        provider.unsupported(offer, wanted.options().setup(), wanted.secrets()).ifPresent(why -> {
            throw new ProviderException(provider.id(), ErrorKind.UNSUPPORTED, why);
        });
        UsdPerHour limit = wanted.options().limits().maxPrice();
        if (limit != null && rates.total().compareTo(limit) > 0) {
            throw new PriceChangedException(offer.id(), rates.total(), limit);
        }
        return new AgreedTerms(diskGb, rates);
    }

    /**
     * What the offer is charged with that disk.
     *
     * @throws InsufficientDiskException when the disk is too small for the provider or too large for the machine
     * @throws ProviderException {@code UNSUPPORTED} when it is not known
     */
    static Rates rates(int diskGb, Offer offer, Provider provider) {
        refuseDisk(diskGb, offer, provider);
        return offer.ratesWith(diskGb)
                .orElseThrow(() -> new ProviderException(
                        provider.id(),
                        ErrorKind.UNSUPPORTED,
                        "disk_gb: the price of another disk than " + offer.diskGb() + " GB is not known"));
    }

    /** The offer as it is rented. */
    Offer of(Offer offer) {
        return offer.withDisk(diskGb).orElseThrow();
    }

    private static void refuseDisk(int diskGb, Offer offer, Provider provider) {
        int least = provider.traits().minDiskGb();
        if (diskGb < least) {
            throw new InsufficientDiskException("disk_gb must be at least " + least + " at " + provider.id());
        }
        BigDecimal most = offer.host().diskGb();
        if (most != null && !offer.hasRoomFor(diskGb)) {
            throw new InsufficientDiskException("disk_gb must be at most " + most.intValue() + " for this offer");
        }
    }
}
