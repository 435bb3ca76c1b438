package io.gpushopper.domain.health;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an offer does that failed within the last hour. Each failure lowers what it is believed by three tenths, in full for half an
 * hour and then less and less, until it is forgotten after an hour. Three failures within half an hour suppress it for half an hour from the last of
 * them: it is not listed, and nobody is moved to it. Immutable.
 *
 * @param offer which
 * @param gpu the model of its GPUs
 * @param failures how often each thing went wrong within the last hour; unmodifiable, in the order of the types
 * @param last what went wrong last
 * @param lastAt when that was
 * @param suppressedUntil until when it is suppressed; null when it is not
 * @param factor by what its availability is to be multiplied for its own failures, from 0, while it is suppressed, to 1
 */
public record OfferHealth(
        OfferId offer,
        GpuModel gpu,
        Map<FailureType, Integer> failures,
        FailureType last,
        Instant lastAt,
        @Nullable Instant suppressedUntil,
        double factor) {
    /** A failure is forgotten after so long. */
    public static final Duration REMEMBERED = Duration.ofHours(1);

    static final Duration RECENT = Duration.ofMinutes(30);
    static final Duration SUPPRESSION = Duration.ofMinutes(30);
    static final int SUPPRESSED_AFTER = 3;
    private static final double KEPT_AFTER_A_FAILURE = 0.7;

    public OfferHealth {
        requireNonNull(offer, "offer");
        requireNonNull(gpu, "gpu");
        failures = Collections.unmodifiableMap(new EnumMap<>(failures));
        requireNonNull(last, "last");
        requireNonNull(lastAt, "lastAt");
        if (!(factor >= 0 && factor <= 1)) {
            throw new IllegalArgumentException("factor must be from 0 to 1");
        }
    }

    /** How often it failed within the last hour. */
    public int count() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * How one offer does.
     *
     * @param ofOne its failures of the last hour and before, in any order; at least one
     */
    static OfferHealth of(Collection<OfferFailure> ofOne, Instant now) {
        List<OfferFailure> inOrder =
                ofOne.stream().sorted(Comparator.comparing(OfferFailure::at)).toList();
        OfferFailure last = inOrder.get(inOrder.size() - 1);
        Map<FailureType, Integer> kinds = new EnumMap<>(FailureType.class);
        inOrder.forEach(failure -> kinds.merge(failure.type(), 1, Integer::sum));
        Instant until = suppressedUntil(inOrder, now);
        return new OfferHealth(
                last.offer(),
                last.gpu(),
                kinds,
                last.type(),
                last.at(),
                until,
                until == null ? factor(inOrder, now) : 0);
    }

    private static @Nullable Instant suppressedUntil(List<OfferFailure> inOrder, Instant now) {
        Instant until = null;
        for (int i = SUPPRESSED_AFTER - 1; i < inOrder.size(); i++) {
            Instant first = inOrder.get(i - SUPPRESSED_AFTER + 1).at();
            Instant third = inOrder.get(i).at();
            if (!third.isAfter(first.plus(RECENT))) {
                until = third.plus(SUPPRESSION);
            }
        }
        return until != null && until.isAfter(now) ? until : null;
    }

    private static double factor(List<OfferFailure> failures, Instant now) {
        double weight = failures.stream()
                .mapToDouble(failure -> weight(Duration.between(failure.at(), now)))
                .sum();
        return Math.pow(KEPT_AFTER_A_FAILURE, weight);
    }

    private static double weight(Duration age) {
        double fading = (double) REMEMBERED.minus(age).toMillis()
                / REMEMBERED.minus(RECENT).toMillis();
        return Math.max(0, Math.min(1, fading));
    }
}
