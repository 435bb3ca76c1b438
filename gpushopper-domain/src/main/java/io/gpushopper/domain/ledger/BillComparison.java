package io.gpushopper.domain.ledger;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Tag;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Our books held against one provider's bill of a period, instance by instance. Sums count what is settled only: what runs is ahead of
 * any bill. Immutable.
 *
 * @param instances those that are in the books or that carry one of our tags, those in the books first
 */
public record BillComparison(List<InstanceComparison> instances) {
    /**
     * From then on a bill has all that it will ever have of an instance. 36 h: Vast.ai's lines may come a day late (docs/PROVIDERS.md),
     * and a day may have to end before.
     */
    public static final Duration SETTLED_AFTER = Duration.ofHours(36);

    private static final BigDecimal WARNED_BEYOND = new BigDecimal("0.01");
    private static final int SHARE_PLACES = 6;

    public BillComparison {
        instances = List.copyOf(instances);
    }

    /**
     * Compares.
     *
     * @param books every line of the sessions that were charged anything by the provider in the period
     * @param bills the provider's, of the same period
     * @param ours every id that the deployment ever had
     */
    public static BillComparison of(
            Collection<LedgerEntry> books,
            Collection<InstanceBill> bills,
            Set<DeploymentId> ours,
            CostPeriod period,
            Instant now) {
        Map<InstanceId, List<LedgerEntry>> booked = byInstance(books);
        Map<InstanceId, InstanceBill> billed = new LinkedHashMap<>();
        bills.forEach(bill -> billed.merge(bill.instance(), bill, InstanceBill::plus));
        List<InstanceComparison> compared = new ArrayList<>();
        booked.forEach((instance, lines) -> compared.add(compared(lines, billed.remove(instance), period, now)));
        billed.values()
                .forEach(bill -> Tag.parse(bill.mark())
                        .filter(tag -> ours.contains(tag.deployment()))
                        .ifPresent(tag -> compared.add(unbooked(bill, tag, now))));
        return new BillComparison(compared);
    }

    /** What the books say of what is settled. */
    public Accrued booked() {
        return sum(InstanceComparison::booked);
    }

    /** What the provider billed of what is settled. */
    public Accrued billed() {
        return booked().plus(difference());
    }

    /** What the provider billed, less what the books say. */
    public Accrued difference() {
        return sum(InstanceComparison::difference);
    }

    /** The difference as a share of what was billed, such as 0.01 for one per cent; 1 or -1 when one of the two is nothing. */
    public BigDecimal share() {
        Accrued difference = difference();
        Accrued billed = billed();
        if (difference.isZero()) {
            return BigDecimal.ZERO;
        }
        if (billed.isZero()) {
            return BigDecimal.valueOf(difference.units().signum());
        }
        return new BigDecimal(difference.units())
                .divide(new BigDecimal(billed.units()), SHARE_PLACES, RoundingMode.HALF_EVEN);
    }

    /** Whether the difference is more than one per cent, and more than the provider's rounding. */
    public boolean isBeyondWarning() {
        boolean rounded = difference()
                        .units()
                        .abs()
                        .compareTo(sum(InstanceComparison::rounding).units())
                <= 0;
        return !rounded && share().abs().compareTo(WARNED_BEYOND) > 0;
    }

    /** So many of the settled instances of which the two figures differ most, those first. */
    public List<InstanceComparison> furthestApart(int most) {
        return instances.stream()
                .filter(instance ->
                        instance.isSettled() && !instance.difference().isZero())
                .sorted(Comparator.comparing(
                        (InstanceComparison instance) ->
                                instance.difference().units().abs(),
                        Comparator.reverseOrder()))
                .limit(most)
                .toList();
    }

    /** Whether an instance is settled by its lines: it has ended, so long ago that its bill is complete. */
    static boolean isSettled(List<LedgerEntry> lines, Instant now) {
        return lines.stream().allMatch(entry -> {
            Instant end = entry.line() instanceof LedgerInterval interval
                    ? interval.to()
                    : entry.line().from();
            return end != null && !now.isBefore(end.plus(SETTLED_AFTER));
        });
    }

    static Map<InstanceId, List<LedgerEntry>> byInstance(Collection<LedgerEntry> books) {
        Map<InstanceId, List<LedgerEntry>> lines = new LinkedHashMap<>();
        books.forEach(entry -> lines.computeIfAbsent(entry.line().instance(), key -> new ArrayList<>())
                .add(entry));
        return lines;
    }

    private static InstanceComparison compared(
            List<LedgerEntry> lines, @Nullable InstanceBill bill, CostPeriod period, Instant now) {
        Instant end = period.endBy(now);
        Accrued booked = Accrued.ZERO;
        Accrued corrected = Accrued.ZERO;
        for (LedgerEntry entry : lines) {
            Accrued within = entry.line().within(period.begin(), end);
            booked = booked.plus(within);
            corrected = entry.line() instanceof LedgerCorrection ? corrected.plus(within) : corrected;
        }
        return new InstanceComparison(
                lines.get(0).line().instance(),
                lines.get(0).line().session(),
                isSettled(lines, now) ? InstanceComparison.Stage.SETTLED : InstanceComparison.Stage.PENDING,
                booked,
                corrected,
                bill == null ? null : bill.total(),
                bill == null ? Accrued.ZERO : bill.rounding());
    }

    private static InstanceComparison unbooked(InstanceBill bill, Tag tag, Instant now) {
        boolean old = !now.isBefore(tag.time().plus(SETTLED_AFTER));
        return new InstanceComparison(
                bill.instance(),
                tag.session(),
                old ? InstanceComparison.Stage.SETTLED : InstanceComparison.Stage.PENDING,
                Accrued.ZERO,
                Accrued.ZERO,
                bill.total(),
                bill.rounding());
    }

    private Accrued sum(Function<InstanceComparison, Accrued> figure) {
        return instances.stream()
                .filter(InstanceComparison::isSettled)
                .map(figure)
                .reduce(Accrued.ZERO, Accrued::plus);
    }
}
