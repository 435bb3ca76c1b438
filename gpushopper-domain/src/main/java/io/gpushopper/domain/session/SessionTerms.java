package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferedGpus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was agreed for a session. {@code expiresAt} moves by an extension only; the offer, its GPUs, price and disk change when another
 * offer takes the place of one that came to nothing. Keys are only ever added.
 *
 * @param consumer who asked and is charged
 * @param offer what was chosen
 * @param gpus the GPUs of it
 * @param price what it was agreed to cost an hour, its own disk included
 * @param diskGb the disk, in GB
 * @param workload what it is for
 * @param reservation the time that was asked for, in whole hours, extensions included
 * @param idleThresholdMinutes after so many idle minutes the consumer wants it ended; 0 for never
 * @param createdAt when it was asked for
 * @param expiresAt when its reservation runs out
 * @param hardLimitAt the latest moment to which it can be extended
 * @param bootTimeout how long after its purchase it may take to run and have an address
 * @param sshTimeout how long from then on it may take to be verified
 * @param consumerKeys the consumer's public keys, the first from its creation; at least one where one logs in, else none
 * @param engineKey the engine's public key, made for this session alone
 * @param options what else the consumer asked for
 */
public record SessionTerms(
        ConsumerId consumer,
        OfferId offer,
        OfferedGpus gpus,
        UsdPerHour price,
        int diskGb,
        WorkloadType workload,
        Duration reservation,
        int idleThresholdMinutes,
        Instant createdAt,
        Instant expiresAt,
        Instant hardLimitAt,
        Duration bootTimeout,
        Duration sshTimeout,
        List<SshPublicKey> consumerKeys,
        SshPublicKey engineKey,
        SessionOptions options) {
    public SessionTerms {
        requireNonNull(consumer, "consumer");
        requireNonNull(offer, "offer");
        requireNonNull(gpus, "gpus");
        requireNonNull(price, "price");
        requireNonNull(workload, "workload");
        requireNonNull(reservation, "reservation");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(hardLimitAt, "hardLimitAt");
        requireNonNull(bootTimeout, "bootTimeout");
        requireNonNull(sshTimeout, "sshTimeout");
        consumerKeys = List.copyOf(consumerKeys);
        requireNonNull(engineKey, "engineKey");
        requireNonNull(options, "options");
        if (consumerKeys.isEmpty() == options.setup().hasLogin()) {
            throw new IllegalArgumentException("a session has a consumer's key where one logs in, and nowhere else");
        }
        if (idleThresholdMinutes < 0) {
            throw new IllegalArgumentException("idleThresholdMinutes must not be negative");
        }
        if (expiresAt.isAfter(hardLimitAt)) {
            throw new IllegalArgumentException("a reservation ends by the hard limit");
        }
    }

    /** The terms with that offer in the place of the one before; when it ends stays as it was promised, and extensions end with the rental. */
    public SessionTerms rented(Offer next) {
        Instant rentable = next.rentableUntil();
        Instant latest = rentable != null && rentable.isBefore(hardLimitAt) ? rentable : hardLimitAt;
        return new SessionTerms(
                consumer,
                next.id(),
                next.gpus(),
                next.price(),
                next.diskGb(),
                workload,
                reservation,
                idleThresholdMinutes,
                createdAt,
                expiresAt,
                latest.isBefore(expiresAt) ? expiresAt : latest,
                bootTimeout,
                sshTimeout,
                consumerKeys,
                engineKey,
                options);
    }

    /**
     * The highest price an hour at which anything may be bought for the session: with retries what its consumer allows, else what was
     * agreed.
     */
    public UsdPerHour highestPrice() {
        UsdPerHour allowed = options.limits().maxPrice();
        if (allowed == null || options.retry().most() == 0) {
            return price;
        }
        return allowed.compareTo(price) > 0 ? allowed : price;
    }

    SessionTerms extendedBy(Duration more) {
        return with(reservation.plus(more), expiresAt.plus(more), consumerKeys);
    }

    /** The same when the key is among them already, whatever its comment. */
    SessionTerms withKey(SshPublicKey key) {
        boolean known =
                consumerKeys.stream().anyMatch(mine -> mine.withoutComment().equals(key.withoutComment()));
        if (known) {
            return this;
        }
        List<SshPublicKey> more = new ArrayList<>(consumerKeys);
        more.add(key);
        return with(reservation, expiresAt, more);
    }

    private SessionTerms with(Duration reserved, Instant end, List<SshPublicKey> keys) {
        return new SessionTerms(
                consumer,
                offer,
                gpus,
                price,
                diskGb,
                workload,
                reserved,
                idleThresholdMinutes,
                createdAt,
                end,
                hardLimitAt,
                bootTimeout,
                sshTimeout,
                keys,
                engineKey,
                options);
    }
}
