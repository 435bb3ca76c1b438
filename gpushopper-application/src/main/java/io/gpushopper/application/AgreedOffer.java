package io.gpushopper.application;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.ModelDisk;
import io.gpushopper.domain.session.ServedModel;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import java.math.BigDecimal;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Makes of an offer what a session is agreed to have and to cost, once it is known that it can be had so. */
final class AgreedOffer {
    private AgreedOffer() {}

    /**
     * The offer as it is rented when it is rented as wanted.
     *
     * @throws InsufficientDiskException when the disk is too small for the provider or too large for the machine
     * @throws PriceChangedException when it costs more than the consumer would pay
     * @throws ProviderException {@code UNSUPPORTED} when the provider can't set an instance up so
     */
    static Offer of(NewSession wanted, Offer offer, Provider provider) {
        Offer agreed = withDisk(diskGb(wanted, offer), offer, provider);
        refuseUnsupported(wanted, offer, provider);
        UsdPerHour limit = wanted.options().limits().maxPrice();
        if (limit != null && agreed.price().compareTo(limit) > 0) {
            throw new PriceChangedException(offer.id(), agreed.price(), limit);
        }
        return agreed;
    }

    /** @throws ProviderException {@code UNSUPPORTED} when the provider can't set an instance up so */
    static void refuseUnsupported(NewSession wanted, Offer offer, Provider provider) {
        provider.unsupported(offer, wanted.options().setup(), wanted.secrets()).ifPresent(why -> {
            throw new ProviderException(provider.id(), ErrorKind.UNSUPPORTED, why);
        });
    }

    /**
     * The disk that was asked for; without one, what a model needs where that is more than what the offer's price includes.
     *
     * @throws InsufficientDiskException when the model needs more than was asked for, or than the machine has
     */
    private static @Nullable Integer diskGb(NewSession wanted, Offer offer) {
        ServedModel model = wanted.options().setup().model();
        OptionalInt needed = model == null ? OptionalInt.empty() : ModelDisk.neededGb(model);
        Integer asked = wanted.diskGb();
        if (model == null || needed.isEmpty() || needed.getAsInt() <= (asked == null ? offer.diskGb() : asked)) {
            return asked;
        }
        String need = " for " + model.id() + ", going by its name";
        if (needed.getAsInt() > NewSession.MOST_DISK_GB) {
            throw new InsufficientDiskException("disk_gb would be " + needed.getAsInt() + need
                    + ", and no session has more than " + NewSession.MOST_DISK_GB);
        }
        if (asked != null) {
            throw new InsufficientDiskException("disk_gb must be at least " + needed.getAsInt() + need);
        }
        BigDecimal most = offer.host().diskGb();
        if (most != null && !offer.hasRoomFor(needed.getAsInt())) {
            throw new InsufficientDiskException(
                    "disk_gb would be " + needed.getAsInt() + need + ", and this offer has at most " + most.intValue());
        }
        return needed.getAsInt();
    }

    /**
     * The offer with that disk.
     *
     * @param asked the disk, in GB; null for what the offer's price includes
     * @throws InsufficientDiskException when the disk is too small for the provider or too large for the machine
     * @throws ProviderException {@code UNSUPPORTED} when what it costs is not known
     */
    static Offer withDisk(@Nullable Integer asked, Offer offer, Provider provider) {
        int diskGb = asked == null ? offer.diskGb() : asked;
        refuseDisk(diskGb, offer, provider);
        return offer.withDisk(diskGb)
                .orElseThrow(() -> new ProviderException(
                        provider.id(),
                        ErrorKind.UNSUPPORTED,
                        "disk_gb: the price of another disk than " + offer.diskGb() + " GB is not known"));
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
