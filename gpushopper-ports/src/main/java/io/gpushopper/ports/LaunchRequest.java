package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.Setup;
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
 * @param setup how the instance is to be set up; nothing that {@link Provider#unsupported} names
 * @param secrets the rest of it: its variables are there for who logs in, and its command runs once at the start, as root, with them
 * @param arguments what the image's own program is started with, unless the secrets have a command to run in its place; for an
 *     entrypoint alone
 * @param keys who may log in: the engine's key first, then the consumer's; at least one where one logs in, else none
 * @param sendBy after this moment nothing may be sent any more
 */
public record LaunchRequest(
        Tag tag,
        OfferId offer,
        String launchTerms,
        int diskGb,
        Setup setup,
        SetupSecrets secrets,
        List<String> arguments,
        List<SshPublicKey> keys,
        Instant sendBy) {
    public LaunchRequest {
        requireNonNull(tag, "tag");
        requireNonNull(offer, "offer");
        requireNonNull(launchTerms, "launchTerms");
        requireNonNull(setup, "setup");
        requireNonNull(secrets, "secrets");
        arguments = List.copyOf(arguments);
        keys = List.copyOf(keys);
        requireNonNull(sendBy, "sendBy");
        if (keys.isEmpty() == setup.hasLogin()) {
            throw new IllegalArgumentException("a purchase carries keys where one logs in, and nowhere else");
        }
    }

    /** A purchase of a machine to log into. */
    public LaunchRequest(
            Tag tag,
            OfferId offer,
            String launchTerms,
            int diskGb,
            Setup setup,
            SetupSecrets secrets,
            List<SshPublicKey> keys,
            Instant sendBy) {
        this(tag, offer, launchTerms, diskGb, setup, secrets, List.of(), keys, sendBy);
    }

    /** A purchase with nothing chosen of its setup. */
    public LaunchRequest(
            Tag tag, OfferId offer, String launchTerms, int diskGb, List<SshPublicKey> keys, Instant sendBy) {
        this(tag, offer, launchTerms, diskGb, Setup.USUAL, SetupSecrets.NONE, keys, sendBy);
    }
}
