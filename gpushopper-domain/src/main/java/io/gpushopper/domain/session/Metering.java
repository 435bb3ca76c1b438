package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger at each sighting: storage is charged from the provider's creation time, else from when the purchase was
 * sent; compute from when the provider charges it; both until the provider accepted the destroy that was later proved, or until it was
 * last seen when no destroy of ours ended it. A change
 * that no time is told for is booked at the sighting that showed it, as estimated. Pure.
 */
final class Metering {
    private Metering() {}

    /** Follows what the instance bills now. After a destroy that has its effect nothing new is booked until it is proved gone. */
    static void follow(SessionDraft draft, InstanceId id, InstanceView view) {
        Rates burning = view.burning();
        Instance instance = draft.find(id).orElseThrow();
        Instant accepted = instance.ending().destroyAcceptedAt();
        boolean ends = accepted != null && !InstanceEnding.livesOn(instance, accepted);
        if (burning == null || ends) {
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

    /**
     * An instance whose books were closed is shown again, so it was charged all the while: from where they were closed on, as it bills
     * now, else as agreed.
     */
    static void reopen(SessionDraft draft, Instance gone, InstanceView view) {
        Instant closedAt = end(gone);
        Rates told = view.burning();
        Rates rates = told != null
                ? told
                : draft.attemptOf(gone).map(LaunchAttempt::agreed).orElse(Rates.NONE);
        draft.put(gone.with(new Instance.Meter(
                open(draft, gone, ChargeKind.COMPUTE, new Instance.OpenCharge(closedAt, rates.compute(), true)),
                open(draft, gone, ChargeKind.STORAGE, new Instance.OpenCharge(closedAt, rates.storage(), true)),
                gone.meter().atMost())));
    }

    /** Books what runs once more, so that it shows whether it is disputed. */
    static void mark(SessionDraft draft, InstanceId id) {
        Instance instance = draft.find(id).orElseThrow();
        for (ChargeKind kind : ChargeKind.values()) {
            Instance.OpenCharge open = instance.meter().of(kind);
            if (open != null) {
                open(draft, instance, kind, open);
            }
        }
    }

    /** Closes the books of an instance that was proved gone. */
    static void close(SessionDraft draft, Instance instance) {
        Instant end = end(instance);
        boolean estimated = !end.equals(instance.ending().destroyedAt());
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

    /**
     * Until when it is charged: the destroy that had its effect, else the last that we heard of it, or if that was disputed when it was
     * first missed.
     */
    private static Instant end(Instance instance) {
        Instant destroyed = instance.ending().destroyedAt();
        if (destroyed != null && !InstanceEnding.livesOn(instance, destroyed)) {
            return destroyed;
        }
        AbsenceProof absence = instance.ending().absence();
        if (absence.hold() != null && absence.missingSince() != null) {
            return absence.missingSince();
        }
        Instant lastSeen = instance.sightings().lastSeenAt();
        return lastSeen == null ? instance.learntAt() : lastSeen;
    }

    /** What is charged when the provider first tells: from the creation, where that is when it begins. */
    private static Instance.OpenCharge first(
            SessionDraft draft, Instance instance, InstanceView view, ChargeKind kind, UsdPerHour rate) {
        if (!isFromCreation(draft, kind)) {
            return open(draft, instance, kind, new Instance.OpenCharge(draft.now, rate, true));
        }
        Instant told = view.createdAt();
        Instant sent = billableFrom(draft, instance);
        // The provider's clock may be wrong, but nothing is made before it is ordered or after it is shown.
        if (told == null || told.isBefore(sent) || told.isAfter(draft.now)) {
            return open(draft, instance, kind, new Instance.OpenCharge(sent, rate, true));
        }
        return open(draft, instance, kind, new Instance.OpenCharge(told, rate, false));
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
