package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger at each sighting: storage is charged from the provider's creation time, else from when the purchase was
 * sent; compute from when the provider charges it; both until the provider accepted the destroy that was later proved. A change
 * that no time is told for is booked at the sighting that showed it, as estimated. Pure.
 */
final class Metering {
    private Metering() {}

    /** Follows what the instance bills now. After an accepted destroy nothing new is booked until it is proved gone. */
    static void follow(SessionDraft draft, InstanceId id, InstanceView view) {
        Rates burning = view.burning();
        Instance instance = draft.find(id).orElseThrow();
        if (burning == null || instance.ending().destroyAcceptedAt() != null) {
            return;
        }
        draft.put(instance.with(new Instance.Meter(
                follow(draft, instance, view, ChargeKind.COMPUTE, burning.compute()),
                follow(draft, instance, view, ChargeKind.STORAGE, burning.storage()),
                instance.meter().atMost())));
    }

    /**
     * Follows what the instance can have cost at most, until it is proved gone.
     *
     * @param lastSeen when it was seen before this sighting; null when it never was
     */
    static void bound(SessionDraft draft, InstanceId id, InstanceView view, @Nullable Instant lastSeen) {
        Rates burning = view.burning();
        Instance instance = draft.find(id).orElseThrow();
        draft.attemptOf(instance).filter(attempt -> burning != null).ifPresent(attempt -> {
            SpendBound bound = SpentAtMost.boundOf(instance, draft.attempts());
            UsdPerHour full = SpendBound.fullRate(requireNonNull(burning), attempt.agreed(), view.condition());
            draft.put(instance.with(instance.meter().with(bound.sighted(full, lastSeen, draft.now))));
        });
    }

    private static Instance.OpenCharge follow(
            SessionDraft draft, Instance instance, InstanceView view, ChargeKind kind, UsdPerHour rate) {
        Instance.OpenCharge open = instance.meter().of(kind);
        return open == null ? first(draft, instance, view, kind, rate) : next(draft, instance, kind, open, rate);
    }

    /** An instance that was booked as gone is shown again, so it was charged all the while: as it bills now, else as agreed. */
    static void reopen(SessionDraft draft, InstanceId id, InstanceView view, Instant goneAt) {
        Instance instance = draft.find(id).orElseThrow();
        Rates told = view.burning();
        Rates rates = told != null
                ? told
                : draft.attemptOf(instance).map(LaunchAttempt::agreed).orElse(Rates.NONE);
        draft.put(instance.with(new Instance.Meter(
                open(draft, instance, ChargeKind.COMPUTE, new Instance.OpenCharge(goneAt, rates.compute(), true)),
                open(draft, instance, ChargeKind.STORAGE, new Instance.OpenCharge(goneAt, rates.storage(), true)),
                instance.meter().atMost())));
    }

    /** Closes the books of an instance that was proved gone. */
    static void close(SessionDraft draft, Instance instance) {
        Instance.Ending ending = instance.ending();
        Instant lastSeen = instance.sightings().lastSeenAt();
        Instant accepted = ending.destroyAcceptedAt();
        Instant end = accepted != null ? accepted : lastSeen != null ? lastSeen : draft.now;
        boolean estimated = accepted == null;
        for (ChargeKind kind : ChargeKind.values()) {
            Instance.OpenCharge open = instance.meter().of(kind);
            if (open == null) {
                bookUntold(draft, instance, kind, end);
            } else {
                closeOne(draft, instance, kind, open, end, estimated);
            }
        }
        draft.put(instance.with(instance.meter().stopped()));
    }

    /** What is charged when the provider first tells: from the creation, where that is when it begins. */
    private static Instance.OpenCharge first(
            SessionDraft draft, Instance instance, InstanceView view, ChargeKind kind, UsdPerHour rate) {
        if (!isFromCreation(draft, kind)) {
            return open(draft, instance, kind, new Instance.OpenCharge(draft.now, rate, true));
        }
        Instant told = view.createdAt();
        Instant created = told == null ? billableFrom(draft, instance) : told;
        // The provider's clock may be ahead of ours.
        Instant from = created.isAfter(draft.now) ? draft.now : created;
        return open(draft, instance, kind, new Instance.OpenCharge(from, rate, told == null));
    }

    private static Instance.OpenCharge next(
            SessionDraft draft, Instance instance, ChargeKind kind, Instance.OpenCharge open, UsdPerHour rate) {
        // Two answers of one instant: the ledger knows an interval by its start, so the next sighting shows the change.
        boolean sameInstant = !open.rate().isZero() && !draft.now.isAfter(open.from());
        if (open.rate().equals(rate) || sameInstant) {
            return open;
        }
        closeOne(draft, instance, kind, open, draft.now, true);
        return open(draft, instance, kind, new Instance.OpenCharge(draft.now, rate, true));
    }

    private static Instance.OpenCharge open(
            SessionDraft draft, Instance instance, ChargeKind kind, Instance.OpenCharge charge) {
        if (!charge.rate().isZero()) {
            draft.book(new LedgerInterval(
                    draft.id(), instance.id(), kind, charge.from(), null, charge.rate(), charge.estimated()));
        }
        return charge;
    }

    private static void closeOne(
            SessionDraft draft,
            Instance instance,
            ChargeKind kind,
            Instance.OpenCharge open,
            Instant end,
            boolean estimated) {
        if (!open.rate().isZero()) {
            Instant to = end.isBefore(open.from()) ? open.from() : end;
            draft.book(new LedgerInterval(
                    draft.id(), instance.id(), kind, open.from(), to, open.rate(), open.estimated() || estimated));
        }
    }

    /** An instance whose rates were never told was billed all the same: from its purchase on, as agreed. */
    private static void bookUntold(SessionDraft draft, Instance instance, ChargeKind kind, Instant end) {
        draft.attemptOf(instance).ifPresent(attempt -> {
            Instant from = attempt.billableFrom();
            Instant to = end.isBefore(from) ? from : end;
            UsdPerHour rate = attempt.agreed().of(kind);
            if (isFromCreation(draft, kind) && !rate.isZero()) {
                draft.book(new LedgerInterval(draft.id(), instance.id(), kind, from, to, rate, true));
            }
        });
    }

    private static boolean isFromCreation(SessionDraft draft, ChargeKind kind) {
        return kind == ChargeKind.STORAGE || draft.policy.computeFromCreation();
    }

    private static Instant billableFrom(SessionDraft draft, Instance instance) {
        return draft.attemptOf(instance).map(LaunchAttempt::billableFrom).orElse(instance.learntAt());
    }
}
