package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was written down before one purchase, and what came of it. Its tag is kept for ever.
 *
 * @param tag our mark, travelling in the purchase
 * @param offer what is bought
 * @param gpu the model of its GPUs, which the books are kept under
 * @param machine the physical machine behind the offer; null when the provider does not tell
 * @param launchTerms the offer's own, for its adapter
 * @param account who is billed
 * @param agreed the offer's rates when it was chosen
 * @param writtenAt when the row was committed
 * @param sent when it was sent; null while it was not
 * @param answer what the provider answered; null until that is known
 * @param settlement what it brought for certain; null while the attempt is open
 * @param search the looks for its tag that an unknown outcome needs
 * @param failed why the offer was no good; null while nothing speaks against it
 */
public record LaunchAttempt(
        Tag tag,
        OfferId offer,
        GpuModel gpu,
        @Nullable String machine,
        String launchTerms,
        AccountId account,
        Rates agreed,
        Instant writtenAt,
        @Nullable Sent sent,
        @Nullable LaunchOutcome answer,
        @Nullable Settlement settlement,
        Search search,
        @Nullable Failed failed) {
    /**
     * The mark that is committed before anything is sent.
     *
     * @param at when it was committed
     * @param sendBy after this moment nothing of it may be sent any more
     */
    public record Sent(Instant at, Instant sendBy) {
        public Sent {
            requireNonNull(at, "at");
            requireNonNull(sendBy, "sendBy");
        }
    }

    /**
     * How far the search for the tag has come.
     *
     * @param looks complete listings that were looked through
     * @param lastLookAt when the last of them was asked for; null before the first
     * @param emptySince when the first complete listing after the window was asked for that lacked the tag; null before it
     */
    public record Search(
            int looks,
            @Nullable Instant lastLookAt,
            @Nullable Instant emptySince) {
        public static final Search NONE = new Search(0, null, null);
    }

    /**
     * That the offer was no good: it could not be had, its instance never worked, or was lost.
     *
     * @param type what went wrong
     * @param at when that was decided
     */
    public record Failed(FailureType type, Instant at) {
        public Failed {
            requireNonNull(type, "type");
            requireNonNull(at, "at");
        }
    }

    /** What an attempt brought for certain. */
    public enum Settlement {
        /** An instance. */
        LAUNCHED,
        /** A refusal. */
        REFUSED,
        /** Nothing, as two complete listings after the window showed. */
        NOTHING,
        /** It was never sent, and never will be. */
        WITHDRAWN
    }

    public LaunchAttempt {
        requireNonNull(tag, "tag");
        requireNonNull(offer, "offer");
        requireNonNull(gpu, "gpu");
        requireNonNull(launchTerms, "launchTerms");
        requireNonNull(account, "account");
        requireNonNull(agreed, "agreed");
        requireNonNull(writtenAt, "writtenAt");
        requireNonNull(search, "search");
    }

    /** An attempt as it is written down: that offer, for the price that it was shown at. */
    public static LaunchAttempt written(Tag tag, Offer offer, AccountId account, Instant now) {
        return new LaunchAttempt(
                tag,
                offer.id(),
                offer.gpus().model(),
                offer.host().machineId(),
                offer.launchTerms(),
                account,
                offer.rates(),
                now,
                null,
                null,
                null,
                Search.NONE,
                null);
    }

    /** Whether it may still bring an instance that a session waits for. */
    public boolean isOpen() {
        return settlement == null;
    }

    /** Whether one of the instances carries its tag. */
    boolean hasBrought(List<Instance> instances) {
        return instances.stream().anyMatch(instance -> instance.tag().equals(tag));
    }

    /** When its billing can have begun at the earliest. */
    public Instant billableFrom() {
        return sent == null ? writtenAt : sent.at();
    }

    /** When the provider's answer is no longer waited for; only of a sent attempt. */
    Instant answerDueBy(Duration launchTimeout) {
        return requireNonNull(sent, "sent").sendBy().plus(launchTimeout);
    }

    LaunchAttempt billedTo(AccountId other) {
        return with(other, sent, answer, settlement, search, failed);
    }

    LaunchAttempt send(Instant at, Instant sendBy) {
        return with(account, new Sent(at, sendBy), answer, settlement, search, failed);
    }

    LaunchAttempt answered(LaunchOutcome outcome) {
        return with(account, sent, outcome, settlement, search, failed);
    }

    LaunchAttempt settled(Settlement how) {
        return with(account, sent, answer, how, search, failed);
    }

    LaunchAttempt searched(Search next) {
        return with(account, sent, answer, settlement, next, failed);
    }

    LaunchAttempt failed(FailureType type, Instant at) {
        return with(account, sent, answer, settlement, search, new Failed(type, at));
    }

    /** The same purchase, and what is known of it now. */
    private LaunchAttempt with(
            AccountId billed,
            @Nullable Sent sending,
            @Nullable LaunchOutcome answered,
            @Nullable Settlement settled,
            Search searched,
            @Nullable Failed failure) {
        return new LaunchAttempt(
                tag,
                offer,
                gpu,
                machine,
                launchTerms,
                billed,
                agreed,
                writtenAt,
                sending,
                answered,
                settled,
                searched,
                failure);
    }
}
