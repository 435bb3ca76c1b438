package io.gpushopper.domain.session;

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
    static void follow(SessionDraft draft, InstanceId id, InstanceView view, boolean firstSighting) {
        Rates burning = view.burning();
        Instance instance = draft.find(id).orElseThrow();
        if (burning == null || instance.ending().destroyAcceptedAt() != null) {
            return;
        }
        Instant createdAt = view.createdAt();
        boolean told = createdAt != null;
        Instant created = createdAt == null ? billableFrom(draft, instance) : createdAt;
        Instance.Meter meter = instance.meter();
        Instance.OpenCharge storage = next(
                draft,
                instance,
                ChargeKind.STORAGE,
                meter.storage(),
                burning.storage(),
                firstSighting ? created : draft.now,
                firstSighting ? !told : true);
        boolean fromCreation = firstSighting && draft.policy.computeFromCreation();
        Instance.OpenCharge compute = next(
                draft,
                instance,
                ChargeKind.COMPUTE,
                meter.compute(),
                burning.compute(),
                fromCreation ? created : draft.now,
                fromCreation ? !told : true);
        draft.put(instance.with(new Instance.Meter(compute, storage)));
    }

    /** Closes the books of an instance that was proved gone. */
    static void close(SessionDraft draft, Instance instance) {
        Instance.Ending ending = instance.ending();
        Instant lastSeen = instance.sightings().lastSeenAt();
        Instant accepted = ending.destroyAcceptedAt();
        Instant end = accepted != null ? accepted : lastSeen != null ? lastSeen : draft.now;
        boolean estimated = accepted == null;
        Instance.Meter meter = instance.meter();
        if (lastSeen == null) {
            bookUnseen(draft, instance, end);
        }
        closeOne(draft, instance, ChargeKind.STORAGE, meter.storage(), end, estimated);
        closeOne(draft, instance, ChargeKind.COMPUTE, meter.compute(), end, estimated);
        draft.put(draft.find(instance.id()).orElseThrow().with(Instance.Meter.STOPPED));
    }

    private static Instance.@Nullable OpenCharge next(
            SessionDraft draft,
            Instance instance,
            ChargeKind kind,
            Instance.@Nullable OpenCharge open,
            UsdPerHour rate,
            Instant from,
            boolean estimated) {
        if (open != null && open.rate().equals(rate)) {
            return open;
        }
        closeOne(draft, instance, kind, open, draft.now, true);
        if (rate.isZero()) {
            return null;
        }
        Instance.OpenCharge opened = new Instance.OpenCharge(from, rate, estimated);
        draft.book(new LedgerInterval(draft.id(), instance.id(), kind, from, null, rate, estimated));
        return opened;
    }

    private static void closeOne(
            SessionDraft draft,
            Instance instance,
            ChargeKind kind,
            Instance.@Nullable OpenCharge open,
            Instant end,
            boolean estimated) {
        if (open != null) {
            Instant to = end.isBefore(open.from()) ? open.from() : end;
            draft.book(new LedgerInterval(
                    draft.id(), instance.id(), kind, open.from(), to, open.rate(), open.estimated() || estimated));
        }
    }

    /** An instance that was never shown was billed all the same: from its purchase on, at the agreed rates. */
    private static void bookUnseen(SessionDraft draft, Instance instance, Instant end) {
        draft.attemptOf(instance).ifPresent(attempt -> {
            Instant from = attempt.billableFrom();
            Instant to = end.isBefore(from) ? from : end;
            for (ChargeKind kind : ChargeKind.values()) {
                UsdPerHour rate = attempt.agreed().of(kind);
                boolean billed = kind == ChargeKind.STORAGE || draft.policy.computeFromCreation();
                if (billed && !rate.isZero()) {
                    draft.book(new LedgerInterval(draft.id(), instance.id(), kind, from, to, rate, true));
                }
            }
        });
    }

    private static Instant billableFrom(SessionDraft draft, Instance instance) {
        return draft.attemptOf(instance).map(LaunchAttempt::billableFrom).orElse(instance.learntAt());
    }
}
