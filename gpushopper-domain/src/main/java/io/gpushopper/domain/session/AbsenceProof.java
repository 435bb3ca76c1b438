package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The evidence that an instance is gone: the provider's one answer that means <em>no such instance</em>, twice, and a complete
 * listing without its id and tag that was asked for after the first answer. Everything else says nothing, and one sighting
 * undoes it all. The two answers are {@link #ACCEPTED_SPACING} apart once the provider accepted our destroy, and
 * {@link #UNASKED_SPACING} when nobody asked for the end or no end was accepted. Where no listing has come for an hour though it
 * was asked for, ten answers over that hour take its place after an accepted destroy, and for nothing else (docs/no-orphans.md).
 * Immutable.
 *
 * @param firstAnswerAt when the provider first said so; null before
 * @param listingAskedAt when the listing was asked for that lacks it; null before
 * @param lastAnswerAt when the provider last said so; null before
 * @param answers how often it said so
 */
public record AbsenceProof(
        @Nullable Instant firstAnswerAt,
        @Nullable Instant listingAskedAt,
        @Nullable Instant lastAnswerAt,
        int answers) {
    public static final Duration ACCEPTED_SPACING = Duration.ofSeconds(3);
    public static final Duration UNASKED_SPACING = Duration.ofSeconds(30);
    /** A listing is no evidence when it is used so long after its last page arrived. */
    public static final Duration LISTING_KEEPS = Duration.ofSeconds(60);

    private static final Duration WITHOUT_LISTING = Duration.ofHours(1);
    private static final int ANSWERS_WITHOUT_LISTING = 10;

    static final AbsenceProof NONE = new AbsenceProof(null, null, null, 0);

    /** Whether anything speaks for its being gone. */
    public boolean isBegun() {
        return firstAnswerAt != null;
    }

    /** One more answer by id that there is no such instance. */
    AbsenceProof answered(Instant at) {
        return new AbsenceProof(firstAnswerAt == null ? at : firstAnswerAt, listingAskedAt, at, answers + 1);
    }

    /** A complete listing without it; it counts only when it was asked for after the first answer. */
    AbsenceProof unlisted(Instant askedAt) {
        boolean counts = firstAnswerAt != null && !askedAt.isBefore(firstAnswerAt);
        return counts && listingAskedAt == null
                ? new AbsenceProof(firstAnswerAt, askedAt, lastAnswerAt, answers)
                : this;
    }

    /** Whether it is gone, with answers so far apart and a listing. */
    boolean isProven(Duration spacing) {
        return listingAskedAt != null && spans(spacing);
    }

    /** Whether it is gone though no listing came; of an instance whose destroy was accepted. */
    boolean isProvenWithoutListing() {
        return listingAskedAt == null && answers >= ANSWERS_WITHOUT_LISTING && spans(WITHOUT_LISTING);
    }

    /** Whether a listing is still wanted. */
    boolean wantsListing() {
        return firstAnswerAt != null && listingAskedAt == null;
    }

    private boolean spans(Duration spacing) {
        return firstAnswerAt != null && lastAnswerAt != null && !lastAnswerAt.isBefore(firstAnswerAt.plus(spacing));
    }
}
