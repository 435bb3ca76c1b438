package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instance that one of our purchases brought, with all that is known of it. An id once learnt is never dropped.
 *
 * @param id the provider's id
 * @param tag whose purchase it was
 * @param learntAt when we first heard of it
 * @param sightings what the provider showed of it
 * @param access how far we have come into it
 * @param ending how far its end has come
 * @param halt how far it has come to a stop
 * @param meter what it is charged at present
 * @param idle what is known of its use
 */
public record Instance(
        InstanceId id,
        Tag tag,
        Instant learntAt,
        Sightings sightings,
        Access access,
        Ending ending,
        Halt halt,
        Meter meter,
        IdleWatch idle) {
    /**
     * What the provider showed of it.
     *
     * @param condition how it last was
     * @param endpoints where it last was
     * @param ports where its other ports last were
     * @param detail the provider's last words on it
     * @param firstSeenAt when it was first shown, by id or in a listing; null before
     * @param lastSeenAt when it was last shown; null before the first time
     * @param askedAt when it was last asked for by id, whatever came; null before
     * @param reachableSince since when it runs and has an address to be proved usable at; null before
     * @param idleSince since when it is shown as not running though it should; null while it is not
     */
    public record Sightings(
            InstanceCondition condition,
            List<SshEndpoint> endpoints,
            OpenPorts ports,
            String detail,
            @Nullable Instant firstSeenAt,
            @Nullable Instant lastSeenAt,
            @Nullable Instant askedAt,
            @Nullable Instant reachableSince,
            @Nullable Instant idleSince) {
        private static final Set<InstanceCondition> IDLE =
                Set.of(InstanceCondition.STUCK, InstanceCondition.STOPPED, InstanceCondition.FAILED);

        static final Sightings NONE =
                new Sightings(InstanceCondition.STARTING, List.of(), OpenPorts.NONE, "", null, null, null, null, null);

        public Sightings {
            requireNonNull(condition, "condition");
            endpoints = List.copyOf(endpoints);
            requireNonNull(ports, "ports");
            requireNonNull(detail, "detail");
        }

        Sightings asked(Instant now) {
            return new Sightings(
                    condition, endpoints, ports, detail, firstSeenAt, lastSeenAt, now, reachableSince, idleSince);
        }

        /** What is known after the provider showed it at {@code at}. */
        Sightings saw(InstanceView view, Instant at, Setup setup) {
            boolean reachable = setup.isReachable(view);
            return new Sightings(
                    view.condition(),
                    view.endpoints().isEmpty() ? endpoints : view.endpoints(),
                    setup.hasLogin() && view.ports().isEmpty() ? ports : view.ports(),
                    view.detail(),
                    firstSeenAt == null ? at : firstSeenAt,
                    at,
                    askedAt,
                    reachableSince == null && reachable ? at : reachableSince,
                    idleSince(view, at));
        }

        /** A sign of being stuck that changes is another one; what stopped has to be seen so as long, however stuck it was before. */
        private @Nullable Instant idleSince(InstanceView view, Instant at) {
            boolean wasStuck = condition == InstanceCondition.STUCK;
            boolean goesOn = switch (view.condition()) {
                case STOPPED, FAILED, QUEUED -> !wasStuck;
                case STUCK -> wasStuck && detail.equals(view.detail());
                case STARTING, RUNNING, ENDING, UNREACHABLE -> false;
            };
            if (goesOn && idleSince != null) {
                return idleSince;
            }
            return isIdle(view.condition()) ? at : null;
        }

        /** Before it ran it may be on its way; once it has run it is lost, for it may start and bill when nobody waits any more. */
        private boolean isIdle(InstanceCondition next) {
            return IDLE.contains(next) || (next == InstanceCondition.QUEUED && reachableSince != null);
        }
    }

    /**
     * How far we have come into it.
     *
     * @param keysAskedAt when keys were last attached or tried to be; null before
     * @param keysAttached whether the provider took them
     * @param probedAt when it was last probed; null before
     * @param trouble why the last probe failed, for people; empty when none did
     * @param endpoint where and as whom the engine logged in; null before it did
     * @param hostKey the pinned fingerprint; null before the first login
     * @param verifiedAt when the engine first logged in with the consumer's key in place, or first saw it serve; null before
     * @param keysPlaced how many of the consumer's keys, in their order, are certain to be in place
     */
    public record Access(
            @Nullable Instant keysAskedAt,
            boolean keysAttached,
            @Nullable Instant probedAt,
            String trouble,
            @Nullable SshEndpoint endpoint,
            @Nullable String hostKey,
            @Nullable Instant verifiedAt,
            int keysPlaced) {
        static final Access NONE = new Access(null, false, null, "", null, null, null, 0);

        public Access {
            requireNonNull(trouble, "trouble");
        }

        Access keysTried(Instant now, boolean taken) {
            return new Access(now, keysAttached || taken, probedAt, trouble, endpoint, hostKey, verifiedAt, keysPlaced);
        }

        Access probedInVain(Instant now, String why) {
            return new Access(keysAskedAt, keysAttached, now, why, endpoint, hostKey, verifiedAt, keysPlaced);
        }

        Access verified(Instant now, SshEndpoint where, String pinned, int keys) {
            return new Access(
                    keysAskedAt,
                    keysAttached,
                    now,
                    "",
                    where,
                    pinned,
                    verifiedAt == null ? now : verifiedAt,
                    Math.max(keys, keysPlaced));
        }

        /** It serves: nobody logs in, and there is no key to place. */
        Access serving(Instant now) {
            return new Access(
                    keysAskedAt,
                    keysAttached,
                    now,
                    "",
                    endpoint,
                    hostKey,
                    verifiedAt == null ? now : verifiedAt,
                    keysPlaced);
        }
    }

    /**
     * How far its end has come.
     *
     * @param destroyAskedAt when it was last destroyed, whatever came; null before
     * @param destroyAcceptedAt when the provider last accepted a destroy, or said that there is nothing to destroy; null before
     * @param destroyedAt when the provider last accepted a destroy of an instance that was there, until when it bills; null before
     * @param refusals destroys that were not accepted, in a row
     * @param absence the evidence that it is gone, as far as it goes
     * @param goneAt when it was proved gone; null while it is not
     */
    public record Ending(
            @Nullable Instant destroyAskedAt,
            @Nullable Instant destroyAcceptedAt,
            @Nullable Instant destroyedAt,
            int refusals,
            AbsenceProof absence,
            @Nullable Instant goneAt) {
        static final Ending NONE = new Ending(null, null, null, 0, AbsenceProof.NONE, null);

        public Ending {
            requireNonNull(absence, "absence");
        }

        /**
         * Once it is proved gone its books are closed, and no late answer changes until when. What was there to be destroyed, which
         * {@link DestroyOutcome#ACCEPTED} alone says, is held no longer: it is expected to vanish.
         */
        Ending accepted(Instant now, DestroyOutcome outcome) {
            boolean wasThere = outcome == DestroyOutcome.ACCEPTED && goneAt == null;
            AbsenceProof known = wasThere ? absence.heldBy(null) : absence;
            return new Ending(now, now, wasThere ? now : destroyedAt, 0, known.afterAccepted(), goneAt);
        }

        Ending refused(Instant now) {
            return new Ending(now, destroyAcceptedAt, destroyedAt, refusals + 1, absence, goneAt);
        }

        /** Refused together with our credentials: it is tried again once a minute, for asking more often brings no better key. */
        Ending blocked(Instant now) {
            int slowest = Math.max(refusals + 1, InstanceEnding.REFUSALS_TO_SLOWEST);
            return new Ending(now, destroyAcceptedAt, destroyedAt, slowest, absence, goneAt);
        }

        Ending with(AbsenceProof next) {
            return new Ending(destroyAskedAt, destroyAcceptedAt, destroyedAt, refusals, next, goneAt);
        }

        Ending gone(Instant now) {
            return new Ending(destroyAskedAt, destroyAcceptedAt, destroyedAt, refusals, absence, now);
        }

        /** Back from the dead: it was shown after it had been concluded gone. */
        Ending reopened() {
            return new Ending(null, null, null, 0, AbsenceProof.NONE, null);
        }
    }

    /**
     * How far it has come to a stop by which its storage is kept. A stop has had its effect once the provider shows it stopped, and
     * that ends when it is shown to run, to be meant to, or still to come to its stop.
     *
     * @param askedAt when it was last to be stopped, whatever came; null before
     * @param acceptedAt when the provider took the stop that is to have its effect; null before
     * @param failures stops that were refused or had no effect, in a row
     * @param shownSince since when it is shown stopped by that stop; null while it is not
     */
    public record Halt(
            @Nullable Instant askedAt,
            @Nullable Instant acceptedAt,
            int failures,
            @Nullable Instant shownSince) {
        public static final Halt NONE = new Halt(null, null, 0, null);

        Halt tried(Instant now, boolean taken) {
            return taken ? new Halt(now, now, failures, null) : new Halt(now, null, failures + 1, null);
        }

        /** The stop that was taken had no effect. */
        Halt hadNoEffect() {
            return new Halt(askedAt, null, failures + 1, null);
        }

        Halt saw(InstanceCondition condition, Instant at) {
            if (acceptedAt == null || at.isBefore(acceptedAt)) {
                return this;
            }
            return switch (condition) {
                case STOPPED -> new Halt(askedAt, acceptedAt, 0, shownSince == null ? at : shownSince);
                // One that comes to its stop after it was shown stopped runs all the same.
                case STARTING, STUCK, QUEUED, RUNNING, FAILED, ENDING -> shownSince == null ? this : NONE;
                case UNREACHABLE -> this;
            };
        }
    }

    /**
     * What it is charged at present, the open intervals of the ledger, and what it can have cost at most.
     *
     * @param compute for the machine; null until the provider told what it charges, at no rate while it charges nothing
     * @param storage for the disk, likewise
     * @param atMost what it can have cost at most; null while that follows from its purchase alone
     */
    public record Meter(
            @Nullable OpenCharge compute,
            @Nullable OpenCharge storage,
            @Nullable SpendBound atMost) {
        public static final Meter STOPPED = new Meter(null, null, null);

        /** The same charges under another bound. */
        Meter with(SpendBound bound) {
            return new Meter(compute, storage, bound);
        }

        /** Nothing is charged any more. */
        Meter stopped() {
            return new Meter(null, null, atMost);
        }

        /** What runs of both kinds together. */
        public Rates rates() {
            return new Rates(
                    compute == null ? UsdPerHour.ZERO : compute.rate(),
                    storage == null ? UsdPerHour.ZERO : storage.rate());
        }

        /** What runs of one kind; null as told above. */
        public @Nullable OpenCharge of(ChargeKind kind) {
            return switch (kind) {
                case COMPUTE -> compute;
                case STORAGE -> storage;
            };
        }
    }

    /**
     * An interval that has begun.
     *
     * @param from when
     * @param rate the price that runs
     * @param estimated whether its start was seen by us and not told by the provider
     */
    public record OpenCharge(Instant from, UsdPerHour rate, boolean estimated) {
        public OpenCharge {
            requireNonNull(from, "from");
            requireNonNull(rate, "rate");
        }
    }

    public Instance {
        requireNonNull(id, "id");
        requireNonNull(tag, "tag");
        requireNonNull(learntAt, "learntAt");
        requireNonNull(sightings, "sightings");
        requireNonNull(access, "access");
        requireNonNull(ending, "ending");
        requireNonNull(halt, "halt");
        requireNonNull(meter, "meter");
        requireNonNull(idle, "idle");
    }

    /** An instance that nobody has stopped. */
    public Instance(
            InstanceId id, Tag tag, Instant learntAt, Sightings sightings, Access access, Ending ending, Meter meter) {
        this(id, tag, learntAt, sightings, access, ending, Halt.NONE, meter, IdleWatch.NONE);
    }

    /** An instance of which no more than its id is known. */
    public static Instance learnt(InstanceId id, Tag tag, Instant now) {
        return new Instance(id, tag, now, Sightings.NONE, Access.NONE, Ending.NONE, Meter.STOPPED);
    }

    /** Whether it was proved gone. */
    public boolean isGone() {
        return ending.goneAt() != null;
    }

    /**
     * Whether an instance that is not proved gone leaves.
     *
     * @param destroyed when its end was accepted while it was there; null when it was not
     * @param lastSeen when it was last seen; null when it never was
     * @param condition in which condition
     */
    public static boolean isLeaving(
            @Nullable Instant destroyed, @Nullable Instant lastSeen, InstanceCondition condition) {
        return destroyed != null && !InstanceEnding.livesOn(lastSeen, condition, destroyed);
    }

    /** Whether it was there and the provider accepted its end, which has its effect as far as anybody saw. */
    public boolean isLeaving() {
        Instant destroyed = ending.destroyedAt();
        return !isGone() && isLeaving(destroyed, sightings.lastSeenAt(), sightings.condition());
    }

    /** Whether what the provider showed when asked at that moment is overtaken by what it said since. */
    boolean isOlderNews(Instant askedAt) {
        Instant seen = sightings.lastSeenAt();
        Instant missed = ending.absence().firstAnswerAt();
        return (seen != null && askedAt.isBefore(seen))
                || (missed != null && askedAt.isBefore(missed))
                || (ending.goneAt() != null && !askedAt.isAfter(ending.goneAt()));
    }

    /**
     * Whether an answer asked for at that moment may be evidence that it is gone: an instance that was never seen may just not
     * be shown yet within the visibility lag after we learnt of it, and one that was seen can be missed only from then on.
     */
    boolean mayBeKnownAbsent(Instant askedAt, Duration visibilityLag) {
        Instant seen = sightings.firstSeenAt();
        return !askedAt.isBefore(seen == null ? learntAt.plus(visibilityLag) : seen);
    }

    /** Where one logs in: where it worked, else where the provider says. */
    public Optional<SshEndpoint> endpoint() {
        if (access.endpoint() != null) {
            return Optional.of(access.endpoint());
        }
        return sightings.endpoints().stream().findFirst();
    }

    Instance with(Sightings next) {
        return new Instance(id, tag, learntAt, next, access, ending, halt, meter, idle);
    }

    Instance with(Access next) {
        return new Instance(id, tag, learntAt, sightings, next, ending, halt, meter, idle);
    }

    Instance with(Ending next) {
        return new Instance(id, tag, learntAt, sightings, access, next, halt, meter, idle);
    }

    Instance with(Halt next) {
        return new Instance(id, tag, learntAt, sightings, access, ending, next, meter, idle);
    }

    Instance with(Meter next) {
        return new Instance(id, tag, learntAt, sightings, access, ending, halt, next, idle);
    }

    Instance with(IdleWatch next) {
        return new Instance(id, tag, learntAt, sightings, access, ending, halt, meter, next);
    }
}
