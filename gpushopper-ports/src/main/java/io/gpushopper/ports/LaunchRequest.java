package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Tag;
import java.time.Instant;
import java.util.List;

/**
 * One purchase.
 *
 * @param tag our mark, to travel in the purchase itself
 * @param offer what to buy
 * @param launchTerms the offer's own, as its adapter wrote them
 * @param diskGb the disk, in GB
 * @param keys who may log in: the engine's key first, then the consumer's; at least one
 * @param sendBy after this moment nothing may be sent any more
 */
public record LaunchRequest(
        Tag tag, OfferId offer, String launchTerms, int diskGb, List<SshPublicKey> keys, Instant sendBy) {
    public LaunchRequest {
        requireNonNull(tag, "tag");
        requireNonNull(offer, "offer");
        requireNonNull(launchTerms, "launchTerms");
        keys = List.copyOf(keys);
        requireNonNull(sendBy, "sendBy");
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a purchase carries at least one key");
        }
    }
}
