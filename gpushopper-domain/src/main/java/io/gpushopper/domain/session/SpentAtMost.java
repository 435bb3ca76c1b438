package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session can have cost at most by a moment, all its purchases and instances together (docs/no-orphans.md, M2). Immutable.
 *
 * @param at that moment
 * @param amount what it can have cost by then
 * @param rate what it can cost an hour from then on
 */
public record SpentAtMost(Instant at, Usd amount, UsdPerHour rate) {
    // Coarser than the store's microseconds, so that a session that is woken for it is not a moment too early.
    private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000L);
    // Amounts are exact to far less; without this the last of their places would add a whole millisecond.
    private static final int PLACES = 3;
    private static final BigDecimal LONGEST_MILLIS =
            BigDecimal.valueOf(Duration.ofDays(10_000).toMillis());

    public SpentAtMost {
        requireNonNull(at, "at");
        requireNonNull(amount, "amount");
        requireNonNull(rate, "rate");
    }

    public static SpentAtMost of(Session session, Instant now) {
        return of(session.attempts(), session.instances(), now);
    }

    /** What it had cost when its rate last changed: from then on nothing but time is added. */
    static SpentAtMost lastChanged(Session session) {
        Instant last = session.terms().createdAt();
        for (LaunchAttempt attempt : session.attempts()) {
            last = latest(last, attempt.billableFrom());
            last = latest(last, attempt.search().emptySince());
        }
        for (Instance instance : session.instances()) {
            last = latest(last, boundOf(instance, session.attempts()).since());
            last = latest(last, instance.ending().goneAt());
        }
        return of(session, last);
    }

    private static Instant latest(Instant one, @Nullable Instant other) {
        return other == null || other.isBefore(one) ? one : other;
    }

    /** What an instance of the session costs at most an hour while it is not gone. */
    public static UsdPerHour rateOf(Instance instance, Session session) {
        return boundOf(instance, session.attempts()).rate();
    }

    static SpentAtMost of(List<LaunchAttempt> attempts, List<Instance> instances, Instant now) {
        Usd amount = Usd.ZERO;
        UsdPerHour rate = UsdPerHour.ZERO;
        for (Instance instance : instances) {
            SpendBound bound = boundOf(instance, attempts);
            Instant gone = instance.ending().goneAt();
            amount = amount.plus(bound.at(gone == null || gone.isAfter(now) ? now : gone));
            rate = gone == null ? rate.plus(bound.rate()) : rate;
        }
        for (LaunchAttempt attempt : attempts) {
            Instant unseen = unseenUntil(attempt, now);
            if (unseen != null && !attempt.hasBrought(instances)) {
                SpendBound bound = SpendBound.untold(attempt);
                amount = amount.plus(bound.at(unseen));
                rate = attempt.isOpen() ? rate.plus(bound.rate()) : rate;
            }
        }
        return new SpentAtMost(now, amount, rate);
    }

    /** When it will have cost so much; {@code at} when it has already, empty when it never will at this rate. */
    Optional<Instant> reaches(Usd limit) {
        BigDecimal left = limit.amount().subtract(amount.amount());
        if (left.signum() <= 0) {
            return Optional.of(at);
        }
        if (rate.isZero()) {
            return Optional.empty();
        }
        BigDecimal millis = left.multiply(MILLIS_PER_HOUR)
                .divide(rate.amount(), PLACES, RoundingMode.HALF_UP)
                .setScale(0, RoundingMode.CEILING);
        return millis.compareTo(LONGEST_MILLIS) > 0
                ? Optional.empty()
                : Optional.of(at.plus(millis.longValueExact(), ChronoUnit.MILLIS));
    }

    /**
     * Until when an instance may have billed that the purchase brought and nobody has seen: until a listing that had to show it did not.
     * Null when there was none for certain.
     */
    private static @Nullable Instant unseenUntil(LaunchAttempt attempt, Instant now) {
        if (attempt.sent() == null) {
            return null;
        }
        if (attempt.isOpen()) {
            return now;
        }
        Instant empty = attempt.search().emptySince();
        boolean unknown = attempt.settlement() == LaunchAttempt.Settlement.NOTHING;
        return unknown && empty != null ? latest(attempt.billableFrom(), empty.isAfter(now) ? now : empty) : null;
    }

    /** The bound of the instance; of one that nobody has seen yet, its purchase's. */
    static SpendBound boundOf(Instance instance, List<LaunchAttempt> attempts) {
        SpendBound bound = instance.meter().atMost();
        return bound != null
                ? bound
                : attempts.stream()
                        .filter(attempt -> attempt.tag().equals(instance.tag()))
                        .findFirst()
                        .map(SpendBound::untold)
                        .orElseGet(() -> new SpendBound(Usd.ZERO, instance.learntAt(), UsdPerHour.ZERO));
    }
}
