package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.Offer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was just seen or heard of a session. It is a fact; what follows from it is decided. */
public sealed interface Observation {
    <R> R match(Cases<R> cases);

    /** One method a case, so that a new case breaks every reader at compile time. */
    interface Cases<R> {
        R tick(Tick seen);

        R endWanted(EndWanted seen);

        R noted(Noted seen);

        R turn(Turn seen);

        R offerChosen(OfferChosen seen);

        R noOfferLeft(NoOfferLeft seen);

        R keysTried(KeysTried seen);

        R shown(Shown seen);

        R noSuchInstance(NoSuchInstance seen);

        R notTold(NotTold seen);

        R probed(Probed seen);

        R stopTried(StopTried seen);

        R sampled(Sampled seen);

        R notSampled(NotSampled seen);

        R destroyAnswered(DestroyAnswered seen);

        R destroyRefused(DestroyRefused seen);

        R listed(Listed seen);

        R notListed(NotListed seen);

        R absenceHeld(AbsenceHeld seen);

        R absenceBelieved(AbsenceBelieved seen);
    }

    /** Nothing but time. */
    record Tick() implements Observation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.tick(this);
        }
    }

    /** Somebody wants the end. */
    record EndWanted(EndCause cause) implements Observation {
        public EndWanted {
            requireNonNull(cause, "cause");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.endWanted(this);
        }
    }

    /** Something is to stand in the audit trail, and changes nothing. */
    record Noted(String what) implements Observation {
        public Noted {
            requireNonNull(what, "what");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.noted(this);
        }
    }

    /** It is this attempt's turn to buy under the provider's rate limit, or the turn did not come in time. */
    record Turn(Tag tag, boolean taken) implements Observation {
        public Turn {
            requireNonNull(tag, "tag");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.turn(this);
        }
    }

    /** The cheapest offer that may take the place of those that came to nothing, and the account that would be billed. */
    record OfferChosen(Offer offer, AccountId account) implements Observation {
        public OfferChosen {
            requireNonNull(offer, "offer");
            requireNonNull(account, "account");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.offerChosen(this);
        }
    }

    /** No offer may take the place of those that came to nothing. */
    record NoOfferLeft() implements Observation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.noOfferLeft(this);
        }
    }

    /** The keys were attached, or could not be. */
    record KeysTried(InstanceId instance, boolean taken) implements Observation {
        public KeysTried {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.keysTried(this);
        }
    }

    /** Asked by id, the provider showed the instance. */
    record Shown(InstanceView view) implements Observation {
        public Shown {
            requireNonNull(view, "view");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.shown(this);
        }
    }

    /**
     * Asked by id, the provider gave its one answer that means: no such instance.
     *
     * @param askedAt when it was asked, which may be long before this is taken down; null for at that moment
     */
    record NoSuchInstance(InstanceId instance, @Nullable Instant askedAt) implements Observation {
        public NoSuchInstance {
            requireNonNull(instance, "instance");
        }

        /** It is taken down at the moment of the question. */
        public NoSuchInstance(InstanceId instance) {
            this(instance, null);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.noSuchInstance(this);
        }
    }

    /** Asked by id, the provider said nothing that counts. */
    record NotTold(InstanceId instance) implements Observation {
        public NotTold {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.notTold(this);
        }
    }

    /**
     * A login was tried.
     *
     * @param keys how many of the consumer's keys, in their order, it was to make sure of
     */
    record Probed(InstanceId instance, ProbeOutcome outcome, int keys) implements Observation {
        public Probed {
            requireNonNull(instance, "instance");
            requireNonNull(outcome, "outcome");
        }

        /** A login that was to make sure of the one key that every session has. */
        public Probed(InstanceId instance, ProbeOutcome outcome) {
            this(instance, outcome, 1);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.probed(this);
        }
    }

    /** The provider took a stop, or did not. */
    record StopTried(InstanceId instance, boolean taken) implements Observation {
        public StopTried {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stopTried(this);
        }
    }

    /**
     * An instance was looked at.
     *
     * @param at when the look ended
     * @param signs signs of use from elsewhere, in no order
     */
    record Sampled(InstanceId instance, UsageSample sample, Instant at, List<UseSign> signs) implements Observation {
        public Sampled {
            requireNonNull(instance, "instance");
            requireNonNull(sample, "sample");
            requireNonNull(at, "at");
            signs = List.copyOf(signs);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sampled(this);
        }
    }

    /**
     * An instance was to be looked at, and could not be.
     *
     * @param why {@link ProbeOutcome.NotYet} or {@link ProbeOutcome.HostKeyChanged}
     * @param at when that was known
     * @param signs signs of use from elsewhere, in no order
     */
    record NotSampled(InstanceId instance, ProbeOutcome why, Instant at, List<UseSign> signs) implements Observation {
        public NotSampled {
            requireNonNull(instance, "instance");
            requireNonNull(why, "why");
            requireNonNull(at, "at");
            signs = List.copyOf(signs);
        }

        /** For people, without secrets. */
        String detail() {
            return why instanceof ProbeOutcome.NotYet notYet ? notYet.detail() : "";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.notSampled(this);
        }
    }

    /**
     * The provider accepted a destroy, or knew no such instance.
     *
     * @param askedAt when the destroy was sent, which may be long before this is taken down; null for at that moment
     */
    record DestroyAnswered(
            InstanceId instance,
            DestroyOutcome outcome,
            @Nullable Instant askedAt) implements Observation {
        public DestroyAnswered {
            requireNonNull(instance, "instance");
            requireNonNull(outcome, "outcome");
        }

        /** It is taken down at the moment of the destroy. */
        public DestroyAnswered(InstanceId instance, DestroyOutcome outcome) {
            this(instance, outcome, null);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.destroyAnswered(this);
        }
    }

    /** The provider did not accept a destroy. */
    record DestroyRefused(InstanceId instance, ErrorKind kind) implements Observation {
        public DestroyRefused {
            requireNonNull(instance, "instance");
            requireNonNull(kind, "kind");
        }

        /** It did not answer, or not sensibly. */
        public DestroyRefused(InstanceId instance) {
            this(instance, ErrorKind.UNAVAILABLE);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.destroyRefused(this);
        }
    }

    /** A complete listing of the account. */
    record Listed(Listing.Complete listing) implements Observation {
        public Listed {
            requireNonNull(listing, "listing");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.listed(this);
        }
    }

    /** A listing was asked for, and none came that is evidence. */
    record NotListed() implements Observation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.notListed(this);
        }
    }

    /** The breaker holds what would be concluded of these instances, for too many are missing at once. */
    record AbsenceHeld(Set<InstanceId> instances) implements Observation {
        public AbsenceHeld {
            instances = Set.copyOf(instances);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.absenceHeld(this);
        }
    }

    /** An operator says that what is held is gone. */
    record AbsenceBelieved() implements Observation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.absenceBelieved(this);
        }
    }
}
