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
 * While the {@link Breaker} holds it, nothing is proved. Immutable.
 *
 * @param missingSince when it was first missed, by id or in a complete listing; null before
 * @param firstAnswerAt when the provider first said so; null before
 * @param listingAskedAt when the listing was asked for that lacks it; null before
 * @param lastAnswerAt when the provider last said so; null before
 * @param answers how often it said so, since the provider accepted a destroy if it did
 * @param hold what keeps it from being believed; null when nothing ever did
 */
public record AbsenceProof(
        @Nullable Instant missingSince,
        @Nullable Instant firstAnswerAt,
        @Nullable Instant listingAskedAt,
        @Nullable Instant lastAnswerAt,
        int answers,
        @Nullable AbsenceHold hold) {
    public static final Duration ACCEPTED_SPACING = Duration.ofSeconds(3);
    public static final Duration UNASKED_SPACING = Duration.ofSeconds(30);
    /** A listing is no evidence when it is used so long after its last page arrived. */
    public static final Duration LISTING_KEEPS = Duration.ofSeconds(60);

    private static final Duration WITHOUT_LISTING = Duration.ofHours(1);
    private static final int ANSWERS_WITHOUT_LISTING = 10;

    /** Nothing speaks for its being gone. */
    public static final AbsenceProof NONE = new AbsenceProof(null, null, null, null, 0, null);

    /** Whether anything speaks for its being gone. */
    public boolean isBegun() {
        return missingSince != null;
    }

    /** Whether it is not to be believed yet. */
    public boolean isHeld() {
        return hold != null && !hold.isOver(lastAnswerAt);
    }

    /** One more answer by id that there is no such instance, which came as soon as it was asked for. */
    public AbsenceProof answered(Instant at) {
        return answered(at, at);
    }

    /**
     * The same of an answer that may have lain about: nobody knows when it came. So that two are never taken for farther apart than they
     * were, the first counts from when it was taken down, and a later one from when it was asked for.
     */
    AbsenceProof answered(Instant askedAt, Instant takenAt) {
        boolean later = lastAnswerAt == null || askedAt.isAfter(lastAnswerAt);
        return new AbsenceProof(
                missingSince == null ? takenAt : missingSince,
                firstAnswerAt == null ? takenAt : firstAnswerAt,
                listingAskedAt,
                later ? askedAt : lastAnswerAt,
                answers + 1,
                hold);
    }

    /** A complete listing without it; for the proof it counts only when it was asked for after the first answer. */
    public AbsenceProof unlisted(Instant askedAt) {
        boolean counts = firstAnswerAt != null && !askedAt.isBefore(firstAnswerAt);
        return new AbsenceProof(
                missingSince == null ? askedAt : missingSince,
                firstAnswerAt,
                counts && listingAskedAt == null ? askedAt : listingAskedAt,
                lastAnswerAt,
                answers,
                hold == null ? null : hold.unlisted(askedAt));
    }

    /** The same under that hold; null for none. */
    AbsenceProof heldBy(@Nullable AbsenceHold next) {
        return new AbsenceProof(missingSince, firstAnswerAt, listingAskedAt, lastAnswerAt, answers, next);
    }

    /** The answers that take the place of a listing are those after an accepted destroy. */
    AbsenceProof afterAccepted() {
        return new AbsenceProof(missingSince, firstAnswerAt, listingAskedAt, lastAnswerAt, 0, hold);
    }

    /** Whether it is gone, with a listing and answers so far apart: {@link #ACCEPTED_SPACING} or {@link #UNASKED_SPACING}. */
    public boolean isProven(Duration spacing) {
        return listingAskedAt != null && firstAnswerAt != null && spans(firstAnswerAt, spacing) && !isHeld();
    }

    /** Whether it is gone though no listing came since the provider accepted its destroy at that moment. */
    boolean isProvenWithoutListing(Instant acceptedAt) {
        return listingAskedAt == null
                && answers >= ANSWERS_WITHOUT_LISTING
                && spans(acceptedAt, WITHOUT_LISTING)
                && !isHeld();
    }

    /** Whether a listing is still wanted. */
    boolean wantsListing() {
        return firstAnswerAt != null && (listingAskedAt == null || isHeld());
    }

    private boolean spans(Instant begin, Duration spacing) {
        return lastAnswerAt != null && !lastAnswerAt.isBefore(begin.plus(spacing));
    }
}
