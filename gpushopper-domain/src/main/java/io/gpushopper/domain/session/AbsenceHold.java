package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The breaker's hand on an instance: it went missing together with so many others of its provider that its absence is not believed yet. The
 * hold ends by itself once every complete listing and every answer by id has said the same for {@link #UNANIMOUS}, or at once by an
 * operator's word. One sighting undoes it with the evidence that it is part of. Where no listing comes for an hour, the answers alone
 * are enough after that hour, for no hold is for ever. Immutable.
 *
 * @param since when it was laid on
 * @param lastListingAt when the last complete listing since then was asked for that lacks the instance; null before one
 * @param believedAt when an operator said that it is gone; null before
 */
public record AbsenceHold(
        Instant since,
        @Nullable Instant lastListingAt,
        @Nullable Instant believedAt) {
    /** For so long all evidence has to say the same. */
    public static final Duration UNANIMOUS = Duration.ofMinutes(30);

    private static final Duration WITHOUT_LISTING = Duration.ofHours(1);

    public AbsenceHold {
        requireNonNull(since, "since");
    }

    static AbsenceHold begun(Instant now) {
        return new AbsenceHold(now, null, null);
    }

    AbsenceHold unlisted(Instant askedAt) {
        boolean older = lastListingAt != null && askedAt.isBefore(lastListingAt);
        return older ? this : new AbsenceHold(since, askedAt, believedAt);
    }

    AbsenceHold believed(Instant now) {
        return new AbsenceHold(since, lastListingAt, now);
    }

    /** Whether it keeps nothing from being concluded any more. */
    boolean isOver(@Nullable Instant lastAnswerAt) {
        if (believedAt != null) {
            return true;
        }
        Instant unanimous = since.plus(UNANIMOUS);
        return reaches(lastAnswerAt, unanimous)
                && (reaches(lastListingAt, unanimous) || reaches(lastAnswerAt, unanimous.plus(WITHOUT_LISTING)));
    }

    private static boolean reaches(@Nullable Instant at, Instant wanted) {
        return at != null && !at.isBefore(wanted);
    }
}
