package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our record of one rental for one consumer: what was agreed, where it stands, every purchase made for it and every instance
 * that those brought. Immutable; the store keeps the current one.
 *
 * @param id its id
 * @param terms what was agreed
 * @param state where it stands
 * @param attempts the purchases, in order; at least one
 * @param instances what they brought, in the order in which we learnt of it
 * @param delivery how its consumer comes by his key
 * @param stamp who may write it next
 * @param nextActAt when it must be looked at next; null when nothing is left to do
 */
public record Session(
        SessionId id,
        SessionTerms terms,
        SessionState state,
        List<LaunchAttempt> attempts,
        List<Instance> instances,
        Delivery delivery,
        Stamp stamp,
        @Nullable Instant nextActAt) {
    /**
     * Guards the row: a write counts only when both are still the ones that were read.
     *
     * @param version raised by every write
     * @param epoch raised whenever a worker takes the session
     */
    public record Stamp(long version, long epoch) {
        /** Of a session that no store has seen. */
        public static final Stamp NEW = new Stamp(0, 0);
    }

    public Session {
        requireNonNull(id, "id");
        requireNonNull(terms, "terms");
        requireNonNull(state, "state");
        attempts = List.copyOf(attempts);
        instances = List.copyOf(instances);
        requireNonNull(delivery, "delivery");
        requireNonNull(stamp, "stamp");
        if (attempts.isEmpty()) {
            throw new IllegalArgumentException("a session has at least one attempt");
        }
    }

    /** A session as it is written down before its first purchase; to be looked at at once. */
    public static Session pending(SessionId id, SessionTerms terms, LaunchAttempt attempt, Delivery delivery) {
        return new Session(
                id,
                terms,
                new SessionState.Pending(),
                List.of(attempt),
                List.of(),
                delivery,
                Stamp.NEW,
                terms.createdAt());
    }

    public SessionStatus status() {
        return state.status();
    }

    public ProviderId provider() {
        return terms.offer().provider();
    }

    /**
     * The instance that answers for the session now, or once it ends did last; empty before there is one. While another offer is
     * tried, that is not the instance of the offer before.
     */
    public Optional<Instance> instance() {
        if (state instanceof SessionState.Bound bound) {
            return find(bound.instance());
        }
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Tag tag = attempts.get(i).tag();
            Optional<Instance> brought =
                    instances.stream().filter(known -> known.tag().equals(tag)).findFirst();
            if (brought.isPresent() || isActive()) {
                return brought;
            }
        }
        return Optional.empty();
    }

    /** How often another offer took the place of one that came to nothing. */
    public int retries() {
        return attempts.size() - 1;
    }

    /** The offers that came to nothing before the session ran, in order; why stands in the audit trail. */
    public List<OfferId> failedOffers() {
        boolean lastFailed = state instanceof SessionState.Retrying && !hasOpenAttempt();
        return attempts.subList(0, lastFailed ? attempts.size() : attempts.size() - 1).stream()
                .map(LaunchAttempt::offer)
                .toList();
    }

    /** Why it ends or ended; empty while it lives. */
    public Optional<EndCause> endCause() {
        if (state instanceof SessionState.Leaving leaving) {
            return Optional.of(leaving.cause());
        }
        return state instanceof SessionState.Over over ? Optional.of(over.cause()) : Optional.empty();
    }

    /** Whether a purchase was or may be sent whose outcome is not settled. */
    public boolean hasOpenAttempt() {
        return attempts.stream().anyMatch(LaunchAttempt::isOpen);
    }

    /**
     * Whether the session is in that status or once was. It counts as having run once the engine was in, and nothing is reached
     * after a final status but what was reached on the way.
     */
    public boolean hasReached(SessionStatus wanted) {
        return switch (wanted) {
            case PENDING -> true;
            case PROVISIONING -> status() != SessionStatus.PENDING;
            case RUNNING ->
                status() == SessionStatus.RUNNING
                        || instances.stream()
                                .anyMatch(instance -> instance.access().verifiedAt() != null);
            case STOPPING -> status() == SessionStatus.STOPPING || status().isFinal();
            case STOPPED, FAILED -> status() == wanted;
        };
    }

    /** Whether an instance is known that the purchase brought. */
    public boolean hasBrought(LaunchAttempt attempt) {
        return attempt.hasBrought(instances);
    }

    /** Whether it is known what its purchase brought, and no other is on its way: a create need not wait any longer. */
    public boolean isPurchaseSettled() {
        return !(state instanceof SessionState.Pending)
                && !(state instanceof SessionState.Launching)
                && !(state instanceof SessionState.Retrying);
    }

    /** Whether it neither ends nor is over. */
    public boolean isActive() {
        return !(state instanceof SessionState.Leaving) && !(state instanceof SessionState.Over);
    }

    /** Whether it is over and nothing of it is kept, so that its books are closed but for what nobody expects. */
    public boolean isAllOver() {
        return state instanceof SessionState.Over && !(state instanceof SessionState.Kept);
    }

    /** The instance of that id, if one of our purchases brought it. */
    public Optional<Instance> find(InstanceId instance) {
        return instances.stream().filter(known -> known.id().equals(instance)).findFirst();
    }

    /** The purchase of that tag. */
    public Optional<LaunchAttempt> find(Tag tag) {
        return attempts.stream().filter(known -> known.tag().equals(tag)).findFirst();
    }

    /**
     * A fact, true whoever learnt it: what the provider answered to a purchase. An instance that it names is known from then
     * on. The session is to be looked at at once.
     *
     * @throws IllegalArgumentException when the tag is of no attempt of this session
     */
    public Session withAnswer(Tag tag, LaunchOutcome outcome, Instant now) {
        LaunchAttempt attempt =
                find(tag).orElseThrow(() -> new IllegalArgumentException("no attempt of " + id + " has that tag"));
        List<LaunchAttempt> next = new ArrayList<>(attempts);
        next.set(attempts.indexOf(attempt), attempt.answered(outcome));
        Session answered = new Session(id, terms, state, next, instances, delivery, stamp, now);
        return outcome.brought()
                .map(instance -> answered.withInstance(instance, tag, now))
                .orElse(answered);
    }

    /** A fact: an instance carries one of this session's tags. Known already, it changes nothing but when to look. */
    public Session withInstance(InstanceId instance, Tag tag, Instant now) {
        List<Instance> next = new ArrayList<>(instances);
        if (find(instance).isEmpty()) {
            next.add(Instance.learnt(instance, tag, now));
        }
        return new Session(id, terms, state, attempts, next, delivery, stamp, now);
    }

    /**
     * The session with a longer reservation.
     *
     * @throws IllegalTransitionException when it ends or is over
     * @throws ExtensionTooLongException when it would outlive the hard limit
     */
    public Session extendedBy(Duration more) {
        if (!isActive()) {
            throw new IllegalTransitionException(id, state, "it can't be extended");
        }
        if (terms.expiresAt().plus(more).isAfter(terms.hardLimitAt())) {
            throw new ExtensionTooLongException(id, Duration.between(terms.expiresAt(), terms.hardLimitAt()));
        }
        return new Session(id, terms.extendedBy(more), state, attempts, instances, delivery, stamp, nextActAt);
    }

    /** A fact: whoever owed the consumer his key begins to give it out. */
    public Session delivered() {
        Delivery next = delivery.way() == Delivery.Way.OWED ? Delivery.BEGUN : delivery;
        return new Session(id, terms, state, attempts, instances, next, stamp, nextActAt);
    }

    /**
     * The session with one more key of its consumer's, which every instance of it lets in; to be looked at at once. The same when it
     * has that key. Whoever brings a key can log in, so that the first one is not owed to him any more.
     *
     * @throws IllegalTransitionException when it ends or is over
     */
    public Session withKey(SshPublicKey key, Instant now) {
        if (!isActive()) {
            throw new IllegalTransitionException(id, state, "it takes no more keys");
        }
        boolean stored = delivery.way() == Delivery.Way.STORED;
        return new Session(
                id, terms.withKey(key), state, attempts, instances, stored ? delivery : Delivery.BROUGHT, stamp, now);
    }

    /** Whether every key of its consumer may log into the instance that answers for it. */
    public boolean letsEveryKeyIn() {
        return state instanceof SessionState.Running running
                && find(running.instance())
                        .map(instance -> instance.access().keysPlaced()
                                >= terms.consumerKeys().size())
                        .orElse(false);
    }

    /** The same, to be looked at next at that moment; null for never. */
    public Session dueAt(@Nullable Instant moment) {
        return new Session(id, terms, state, attempts, instances, delivery, stamp, moment);
    }

    /** The session as the store holds it under another stamp. */
    public Session stamped(Stamp next) {
        return new Session(id, terms, state, attempts, instances, delivery, next, nextActAt);
    }
}
