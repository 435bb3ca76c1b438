package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The evidence that an instance is gone: the provider's one answer that means <em>no such instance</em>, twice, and a complete
 * listing without its id and tag that was asked for after the first answer. Everything else says nothing, and one sighting
 * undoes it all. The two answers are {@link #ACCEPTED_SPACING} apart once the provider accepted our destroy, and
 * {@link #UNASKED_SPACING} when nobody asked for the end (NO-ORPHANS, Absence). Immutable.
 *
 * @param firstAnswerAt when the provider first said so; null before
 * @param listingAskedAt when the listing was asked for that lacks it; null before
 * @param lastAnswerAt when the provider last said so; null before
 */
public record AbsenceProof(
        @Nullable Instant firstAnswerAt,
        @Nullable Instant listingAskedAt,
        @Nullable Instant lastAnswerAt) {
    public static final Duration ACCEPTED_SPACING = Duration.ofSeconds(3);
    public static final Duration UNASKED_SPACING = Duration.ofSeconds(30);
    /** A listing is no evidence when it is used so long after its last page arrived. */
    public static final Duration LISTING_KEEPS = Duration.ofSeconds(60);

    static final AbsenceProof NONE = new AbsenceProof(null, null, null);

    /** Whether anything speaks for its being gone. */
    public boolean isBegun() {
        return firstAnswerAt != null;
    }

    /** One more answer by id that there is no such instance. */
    AbsenceProof answered(Instant at) {
        return new AbsenceProof(firstAnswerAt == null ? at : firstAnswerAt, listingAskedAt, at);
    }

    /** A complete listing without it; it counts only when it was asked for after the first answer. */
    AbsenceProof unlisted(Instant askedAt) {
        boolean counts = firstAnswerAt != null && !askedAt.isBefore(firstAnswerAt);
        return counts && listingAskedAt == null ? new AbsenceProof(firstAnswerAt, askedAt, lastAnswerAt) : this;
    }

    /** Whether it is gone. */
    boolean isProven(Duration spacing) {
        return firstAnswerAt != null
                && listingAskedAt != null
                && lastAnswerAt != null
                && !lastAnswerAt.isBefore(firstAnswerAt.plus(spacing));
    }

    /** Whether a listing is still wanted. */
    boolean wantsListing() {
        return firstAnswerAt != null && listingAskedAt == null;
    }
}
